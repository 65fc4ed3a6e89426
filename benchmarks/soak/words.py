"""What a made-up public says: every word follows from seed, chat and number.

Nothing of it has to be kept: whoever compares makes the same words again. All of it is
synthetic, of the demo world's phrases.
"""

from __future__ import annotations

from collections import defaultdict
from random import Random

from domain.attitudes import Attitude
from kayfiyat.demo.people import Person, populate
from kayfiyat.demo.phrases import Pattern
from kayfiyat.demo.plan import Plan, load_plan
from kayfiyat.demo.speech import Memory, Turn, comment_text

PIECES = 6_000
AUTHORS = 200_000
CAMPAIGNS = 12
IN_A_CAMPAIGN = 200
"""One comment of so many repeats the words of a campaign."""

_MASK = (1 << 64) - 1
_FIRST_AUTHOR = 1_000_000


class Words:
    """Texts and authors by number; the same for the same seed, in every process."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pieces = _pieces(seed)
        self._by_writing: dict[str, list[str]] = defaultdict(list)
        for writing, text in self._pieces:
            self._by_writing[writing].append(text)
        self._vocabulary = {
            writing: sorted({word for text in texts for word in text.split()})
            for writing, texts in self._by_writing.items()
        }

    def text(self, chat: int, number: int, edition: int = 0) -> str:
        """Two remarks and some stray words, so that few say nearly the same.

        But for the campaigns, whose words many say.
        """
        drawn = mixed(self._seed, chat, number, edition)
        if drawn % IN_A_CAMPAIGN == 0:
            return self._said(mixed(self._seed, (drawn >> 20) % CAMPAIGNS, 0, 7))
        vocabulary = self._vocabulary[self._pieces[drawn % len(self._pieces)][0]]
        stray = mixed(drawn, 1, 0, 0)
        tail = (vocabulary[(stray >> by) % len(vocabulary)] for by in (0, 16, 32, 48))
        return " ".join((self._said(drawn), *tail))

    def author(self, chat: int, number: int) -> int:
        return _FIRST_AUTHOR + mixed(self._seed, chat, number, 99) % AUTHORS

    def _said(self, drawn: int) -> str:
        writing, first = self._pieces[drawn % len(self._pieces)]
        others = self._by_writing[writing]
        return f"{first} {others[(drawn >> 32) % len(others)]}"


def mixed(*numbers: int) -> int:
    """64 bits that look like chance (the finalizer of splitmix64, Steele 2014)."""
    found = 0
    for number in numbers:
        found = (found ^ number) + 0x9E3779B97F4A7C15 & _MASK
        found = (found ^ found >> 30) * 0xBF58476D1CE4E5B9 & _MASK
        found = (found ^ found >> 27) * 0x94D049BB133111EB & _MASK
        found ^= found >> 31
    return found


class _Forgetful(Memory):
    """Lets everything be said: the words around it keep it apart."""

    def take(self, text: str, gist: frozenset[Pattern]) -> bool:  # noqa: ARG002
        return True


def _pieces(seed: int) -> list[tuple[str, str]]:
    plan, chance, memory = load_plan(), Random(seed), _Forgetful()
    people = populate(plan, seed).people
    return [_piece(plan, chance, memory, people) for _ in range(PIECES)]


def _piece(
    plan: Plan, chance: Random, memory: Memory, people: tuple[Person, ...]
) -> tuple[str, str]:
    person = chance.choice(people)
    reform, attitude = chance.choice(plan.reforms).id, chance.choice(list(Attitude))
    text = comment_text(chance, Turn(person, reform, attitude), memory)
    return person.writing, " ".join(text.split())
