"""How somebody types: habits that make one person's words unlike another's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from kayfiyat.demo.chance import one_of
from kayfiyat.demo.cyrillic import on_a_russian_keyboard

_APOSTROPHES = ("'", "'", "ʻ", "’", "`", "‘", "", "", "")
_CHAT = (("sh", "w"), ("Sh", "W"), ("ch", "4"), ("Ch", "4"))
_LAST_VOWEL = re.compile(r"[aeiouаеиоуэяў](?=[^\W\d_aeiouаеиоуэяўыюё]*\W*$)")
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")


@dataclass(frozen=True, slots=True)
class Handwriting:
    """One person's habits, for life."""

    lower: bool
    full_stop: bool
    apostrophe: str
    chat_letters: bool
    h_as_x: bool
    russian_keyboard: bool
    typos: float
    stretch: float
    shout: float
    emoji: float

    def write(self, rng: Random, text: str) -> str:
        """The text as this person types it today."""
        text = self._spelt(text)
        if rng.random() < self.typos:
            text = _mistyped(rng, text)
        if rng.random() < self.stretch:
            text = _LAST_VOWEL.sub(lambda v: v[0] * rng.randint(3, 5), text, count=1)
        if self.lower and not text[1:2].isupper():
            text = text[:1].lower() + text[1:]
        if rng.random() < self.shout:
            text = text.upper()
        return text

    def _spelt(self, text: str) -> str:
        if self.apostrophe != "'":
            text = text.replace("'", self.apostrophe)
        if self.chat_letters:
            for plain, short in _CHAT:
                text = text.replace(plain, short)
        if self.h_as_x:
            text = text.replace("ham", "xam").replace("hech", "xech")
        return on_a_russian_keyboard(text) if self.russian_keyboard else text


def handwriting(rng: Random, writing: str) -> Handwriting:
    """The habits of somebody who writes so."""
    latin = writing == "uz-Latn"
    return Handwriting(
        lower=rng.random() < 0.38,
        full_stop=rng.random() < 0.25,
        apostrophe=one_of(rng, _APOSTROPHES) if latin else "'",
        chat_letters=latin and rng.random() < 0.05,
        h_as_x=latin and rng.random() < 0.1,
        russian_keyboard=writing == "uz-Cyrl" and rng.random() < 0.4,
        typos=one_of(rng, (0.0, 0.03, 0.1, 0.3)),
        stretch=one_of(rng, (0.0, 0.0, 0.02, 0.12)),
        shout=one_of(rng, (0.0, 0.0, 0.0, 0.08)),
        emoji=one_of(rng, (0.0, 0.05, 0.15, 0.45)),
    )


def _mistyped(rng: Random, text: str) -> str:
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return text
    word = one_of(rng, words)
    at = word.start() + rng.randint(1, len(word[0]) - 3)
    if rng.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
