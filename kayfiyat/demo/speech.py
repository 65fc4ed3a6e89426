"""One person's words on one reform, and care that chance makes no campaigns."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from random import Random

from domain.attitudes import Attitude
from kayfiyat.demo.chance import one_of
from kayfiyat.demo.cyrillic import cyrillic
from kayfiyat.demo.people import Person
from kayfiyat.demo.phrases import Pattern, load_foreign, load_phrases

SIGNS_ALONE = 0.025
OPENED = 0.3
SAYS_MORE = 0.2
TRIES = 20

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody is about to speak; ``answered`` is what the one before thinks."""

    person: Person
    reform: str
    attitude: Attitude
    answered: Attitude | None = None


Gist = frozenset[Pattern]


class Memory:
    """What was said in the last days: nothing longer is said by five people.

    Near-identical words by many are what a campaign is known by, and there is
    to be but one. Words that fill the same patterns are near-identical, whatever
    else stands in their holes and before them.
    """

    def __init__(self, days: int = 6, limit: int = 3) -> None:
        self._days: deque[Counter[Gist]] = deque([Counter()], maxlen=days)
        self._limit = limit

    def next_day(self) -> None:
        self._days.append(Counter())

    def take(self, text: str, gist: Gist) -> bool:
        """Whether the text may be said; if so it is remembered."""
        if len(_WORD.findall(text)) < 5:
            return True
        if sum(day[gist] for day in self._days) >= self._limit:
            return False
        self._days[-1][gist] += 1
        return True


def comment_text(rng: Random, turn: Turn, memory: Memory) -> str:
    """What the person says, as that person types."""
    foreign, person = load_foreign(), turn.person
    if rng.random() < SIGNS_ALONE:
        return one_of(rng, foreign.signs[turn.attitude])
    if person.writing == "other":
        return one_of(rng, foreign.words[turn.attitude])
    for tries in range(TRIES):
        text, gist = _said(rng, turn, again=tries > 0)
        if memory.take(text, gist):
            break
    if person.writing == "uz-Cyrl":
        text = cyrillic(text)
    text = person.hand.write(rng, text)
    if rng.random() < person.hand.emoji:
        text += " " + one_of(rng, foreign.emoji[turn.attitude])
    return text


def _said(rng: Random, turn: Turn, *, again: bool) -> tuple[str, Gist]:
    """What comes to mind; if that was said too often, there is more to say."""
    phrases, attitude = load_phrases(turn.person.writing[:2]), turn.attitude
    opinion = phrases.opinion(rng, turn.reform, attitude)
    text, gist = opinion.words, {opinion.pattern}
    takes_sides = turn.answered is not None and attitude is not Attitude.NEUTRAL
    if takes_sides and rng.random() < 0.55:
        lines = phrases.agree if turn.answered is attitude else phrases.differ
        text = joined(one_of(rng, lines), text)
    elif rng.random() < OPENED:
        text = joined(one_of(rng, phrases.openers[attitude]), text)
    more = phrases.opinion(rng, turn.reform, attitude)
    says_more = again or rng.random() < SAYS_MORE
    if says_more and more.words[:12].lower() not in text.lower():
        text = f"{_ended(text)} {_capital(more.words)}"
        gist.add(more.pattern)
    finished = _finished(rng, _capital(text), full_stop=turn.person.hand.full_stop)
    return finished, frozenset(gist)


def joined(opener: str, text: str) -> str:
    """The opener before the text; a small letter after a comma."""
    goes_on = opener[-1] in ",:" or opener[-1].isalpha()
    return f"{opener} {_small(text) if goes_on else _capital(text)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    # QQS stays QQS, and a lone I stays I.
    keeps = text[1:2].isupper() or text.startswith(("I ", "I'"))
    return text if keeps else text[:1].lower() + text[1:]


def _ended(text: str) -> str:
    return text if text[-1] in ".!?…)" or not text[-1].isalnum() else f"{text}."


def _finished(rng: Random, text: str, *, full_stop: bool) -> str:
    if not text[-1].isalnum():
        return text
    if rng.random() < 0.08:
        return text + one_of(rng, ("!", "!!", "!!!", "...", ")", "))"))
    return f"{text}." if full_stop else text
