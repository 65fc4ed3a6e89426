"""The tables of one reform: its words, where it is spoken of, its dates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd  # type: ignore[import-untyped]

from domain.attitudes import Attitude
from domain.terms import Term, Terms
from mood.disclosure import Filter
from mood.where import OTHERS, rounded
from shown import words
from shown.frames import Row
from shown.speech import _
from store.events import Event
from ui.filters import Filters

SHOWN = 12
"""Words of each side on the chart; the table has all."""

TERMS = ["word", "side", "against", "in_favour", "z"]
DATES = ["day", "title", "link"]


def terms_frame(terms: Terms, *, k: int) -> pd.DataFrame:
    """As it is saved to a file; of fewer than ``k`` people no number tells how many."""
    rows = [
        {
            "word": term.word,
            "side": str(term.side),
            "against": _told(term.against, k),
            "in_favour": _told(term.in_favour, k),
            "z": round(term.z, 2),
        }
        for term in terms.words
    ]
    frame = pd.DataFrame(rows, columns=TERMS)
    return frame.astype({"against": "Int64", "in_favour": "Int64"})


def bars_frame(terms: Terms, *, k: int) -> pd.DataFrame:
    """The most telling words of each side, each with how many used it on either."""
    rows = [
        row
        for side in (Attitude.AGAINST, Attitude.IN_FAVOUR)
        for term in _of(terms, side)[:SHOWN]
        for row in _bars(term, k)
    ]
    columns = ["word", "side", "people", "signed", "told"]
    return pd.DataFrame(rows, columns=columns)


def words_frame(terms: Terms, side: Attitude, *, k: int) -> pd.DataFrame:
    """The words of one side as they stand on the page."""
    rows = [
        {
            "word": term.word,
            "against": words.people(term.against, k),
            "in_favour": words.people(term.in_favour, k),
        }
        for term in _of(terms, side)
    ]
    return pd.DataFrame(rows, columns=["word", "against", "in_favour"])


def choice(filters: Filters) -> Filter:
    """What the filters leave; no sources or languages means all."""
    return Filter(
        frozenset(filters.sources) or None,
        frozenset(filters.languages) or None,
        filters.campaigns,
    )


def places_frame(
    counted: Mapping[str, int], names: Mapping[str, str], *, k: int
) -> pd.DataFrame:
    """Voices by source or language, the most first and the others last.

    Shares are of the rounded numbers that are shown: nothing else follows from them.
    """
    told = {key: rounded(voices, k) for key, voices in counted.items()}
    total = sum(told.values())
    rows = [
        {
            "name": _("Others together") if key == OTHERS else names.get(key, key),
            "voices": words.count(voices),
            "share": 100 * voices / total,
        }
        for key, voices in sorted(told.items(), key=_place)
    ]
    return pd.DataFrame(rows, columns=["name", "voices", "share"])


def dates_frame(events: Iterable[Event]) -> pd.DataFrame:
    """The days of a reform, the latest first."""
    rows = [
        {"day": event.day, "title": words.event(event), "link": _web(event.link)}
        for event in sorted(events, key=lambda event: event.day, reverse=True)
    ]
    return pd.DataFrame(rows, columns=DATES)


def _place(row: tuple[str, int]) -> tuple[bool, int, str]:
    key, voices = row
    return key == OTHERS, -voices, key


def _web(link: str | None) -> str:
    """An address of the web, or nothing: what analysts enter is not run."""
    return link if link and link.startswith(("https://", "http://")) else ""


def _told(people: int, k: int) -> int | None:
    return people if people == 0 or people >= k else None


def _of(terms: Terms, side: Attitude) -> list[Term]:
    return [term for term in terms.words if term.side is side]


def _bars(term: Term, k: int) -> Iterator[Row]:
    sides = ((Attitude.AGAINST, term.against), (Attitude.IN_FAVOUR, term.in_favour))
    for side, people in sides:
        told = people if people >= k else 0
        yield {
            "word": term.word,
            "side": str(side),
            "people": words.people(people, k),
            "signed": -told if side is Attitude.AGAINST else told,
            "told": _("Against") if side is Attitude.AGAINST else _("In favour"),
        }
