"""What of the writing is habit, not meaning: case, apostrophes, addresses, names."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'ʻ‘’ʼ`´′ʹ՚＇"
SYMBOLS = "!?()+:%"

# Each branch starts with a letter of its own, which `re` looks for at once; what
# repeats is bounded or runs to a space, so that the time is linear.
_NOISE = re.compile(
    r"https?:\S*|www\.\S+|t\.me/\S+|@\w+|‹[^›]{0,40}›|</?[a-zA-Z][^<>]{0,60}>"
)


def cleaned(text: str) -> str:
    """The text without addresses, names and what the redaction put in their place."""
    if "@" in text or "<" in text or "‹" in text or _dotted(text):
        return _NOISE.sub(" ", text)
    return text


def _dotted(text: str) -> bool:
    return "http" in text or "www." in text or "t.me/" in text


def folded(char: str) -> int:
    """What stands for ``char``: its lower case, a space, or 0 for nothing."""
    if char in APOSTROPHES:
        return ord("'")
    if char.isalnum():
        return ord(char.lower()[0])
    if char in SYMBOLS or is_picture(char):
        return ord(char)
    # Joiners, variation selectors, skin tones, and accents that stand apart.
    vanishes = unicodedata.category(char) in {"Cf", "Mn", "Me", "Sk"}
    return 0 if vanishes else ord(" ")


def in_word(char: str) -> bool:
    return char.isalnum() or char == "'"


def is_picture(char: str) -> bool:
    """Emoji and other pictures that people use as words."""
    return char >= "\u2600" and unicodedata.category(char) == "So"
