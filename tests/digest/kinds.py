"""Letters of every kind: of a full week, and of weeks with little to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from digest.letter import CampaignLine, Letter, PageLine, ReformLine, WordLine
from digest.stretches import Unseen
from domain.events import Event
from mood.coverage import Blind
from mood.estimates import Estimate
from tests.digest.letters import MONDAY, WEEK, estimate, letter, reform, weeks

HOUR = timedelta(hours=1)
NIGHT = Blind(WEEK.start_at, WEEK.start_at + 8 * HOUR, ("network",), 1.0)
WHOLE = Blind(WEEK.start_at, WEEK.end_at, ("stopped",), 1.0)
AGO = Blind(WEEK.start_at - 740 * HOUR, WEEK.start_at - 660 * HOUR, ("outage",), 1.0)

TITLES = {
    "Gas": ("Elektr energiyasi va gaz tariflari", "Тарифы на электроэнергию и газ"),
    "Land": ("Yer islohoti", "Земельная реформа"),
    "Visas": ("Chiqish vizalarining bekor qilinishi", "Отмена выездных виз"),
    "Wto": ("Jahon savdo tashkilotiga aʼzo boʻlish", "Вступление в ВТО"),
}


def titled(line: ReformLine) -> ReformLine:
    uzbek, russian = TITLES[line.title]
    return replace(line, titles={"uz": uzbek, "uz-Cyrl": russian, "ru": russian})


WORDS = (
    WordLine("tarif", "uz", 64, 12.4),
    WordLine("сўм", "uz", 31, 3.0),
    WordLine("счётчик", "ru", 21, 0.0),
)

CAMPAIGN = CampaignLine(
    "c1",
    "Hurmatli vazirlik, iltimos tarifni oshirmang, oilamiz toʻlay olmaydi! " * 4,
    authors=27,
    comments=31,
    sources=4,
    start_at=WEEK.start_at + 30 * HOUR,
    end_at=WEEK.start_at + 61 * HOUR,
)

PAGES = (
    PageLine("Energetika vazirligi", 41, 17, 5_400.0),
    PageLine("Soliq qoʻmitasi", 20, 6, 93_000.0),
    PageLine("Toshkent shahar hokimligi", 9, 5, None),
)

EVENTS = (
    Event(MONDAY - timedelta(days=45), "Electricity tariffs: first block", "gas"),
    Event(MONDAY - timedelta(days=12), "Land code signed", "land"),
    Event(MONDAY - timedelta(days=11), "Land code published", "land"),
)

AHEAD = (Event(MONDAY + timedelta(days=9), "New tariffs take effect", "gas"),)

FULL = letter(
    [-2, 4, 9, 6, 3, None, -1, 5, 2, -6, -4, -22],
    synthetic=True,
    reforms=tuple(
        map(
            titled,
            (
                reform("Gas", -10, -48),
                reform("Visas", 20, 51),
                reform("Land", 3, 5),
                reform("Wto", None, -9),
            ),
        )
    ),
    unseen=Unseen((NIGHT,), ("not public", "flood wait")),
    blind=(AGO, NIGHT),
    events=EVENTS,
    ahead=AHEAD,
    words=WORDS,
    campaigns=(CAMPAIGN,),
    answering=PAGES,
)


def last(mood: float | None, **more: Any) -> tuple[Estimate, ...]:
    """Weeks of which the last is so."""
    return (*weeks(3, -4, 1, None)[:-1], estimate(mood, **more))


QUIET = letter(
    [-9, -12, -10, -8, -11, -9],
    reforms=(titled(reform("Land", 3, 5)), titled(reform("Gas", -8, -10))),
)

BLIND = letter(
    weeks=last(None, coverage=0.0, voices=0, comments=0, scored=0),
    change=None,
    languages=(),
    unseen=Unseen((WHOLE,), ()),
    blind=(WHOLE,),
)

HALF = letter(
    weeks=last(-14, coverage=0.71, collected=0.42),
    change=None,
    unseen=Unseen((NIGHT,), ()),
    blind=(NIGHT,),
)

FEW = letter(
    weeks=last(None, voices=3, comments=4, scored=3), change=None, languages=()
)

NOTHING = letter(
    weeks=(*weeks(None, None), estimate(None, voices=0, comments=0, scored=0)),
    change=None,
    languages=(),
    sources=0,
)

KINDS: dict[str, Letter] = {
    "full": FULL,
    "quiet": QUIET,
    "first": letter([None, -12]),
    "half": HALF,
    "blind": BLIND,
    "few": FEW,
    "nothing": NOTHING,
}


def many(number: int) -> Iterator[ReformLine]:
    """Reforms with long titles in the letters that take the most room."""
    name = "Ҳудудларни комплекс ижтимоий-иқтисодий ривожлантириш дастури"
    for each in range(number):
        line = reform(f"Reform {each}", -40 + each, 60 - 4 * (each % 28))
        yield replace(
            line,
            id=f"programme_of_regional_development_{each}",
            titles=dict.fromkeys(("uz", "uz-Cyrl", "ru", "en"), f"{name} {each}"),
        )
