"""What was promised of what is stored: rules, k voices, no personal data, letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digest.facts import loaded
from domain.errors import InputError
from domain.terms import AUTHORS
from kayfiyat.keeping.watching import Watch
from kayfiyat.verifying.findings import Finding, Verdict, finding, right
from listener.redaction import redacted
from store.inspection import Found, Inspection
from store.layout import COLLECTIONS

Judged = Iterator[tuple[str, Verdict]]


def shaped(look: Inspection) -> Finding:
    """Rules and indexes are those of the table."""
    wrong = look.misshapen()
    total = sum(1 + len(each.indexes) for each in COLLECTIONS.values())
    found = Found(len(wrong), tuple(wrong[:3]))
    return _told("Rules and indexes are set", total, found)


def valid(look: Inspection, watch: Watch) -> Finding:
    """No document is one that its collection would refuse."""
    total, wrong, ids = 0, 0, []
    for name in COLLECTIONS:
        found = look.invalid(name)
        total += look.count(name)
        wrong += found.count
        ids += [f"{name}: {each}" for each in found.ids]
        watch.went("documents", 1)
    return _told("Documents are valid", total, Found(wrong, tuple(ids[:3])))


def terms(look: Inspection) -> Finding:
    """No word is kept that fewer people used."""
    judged = ((word, right(people >= AUTHORS)) for word, people in look.terms())
    return finding("Words of reforms have 5 people each", judged)


def private(texts: Iterable[tuple[str, str, str]], watch: Watch) -> Finding:
    """Redacting what is stored changes nothing: nothing in it has been missed.

    What has no form of its own, a name in running text, no pattern finds.
    """
    return finding("Texts hold no personal data of a known form", _seen(texts, watch))


def letters(look: Inspection) -> Finding:
    """What letters were made of can be read."""
    return finding("Letters can be read", _read(look.letters()))


def _seen(texts: Iterable[tuple[str, str, str]], watch: Watch) -> Judged:
    for name, id_, text in texts:
        watch.went("texts", 1)
        yield f"{name}: {id_}", right(redacted(text) == text)


def _read(facts: Iterable[tuple[str, str]]) -> Judged:
    for week, text in facts:
        try:
            loaded(text)
        except InputError:
            yield week, Verdict.WRONG
        else:
            yield week, Verdict.RIGHT


def _told(check: str, total: int, found: Found) -> Finding:
    return Finding(check, total, found.count, found.ids)
