"""The fingerprint of a comment's words, by which copies of it are known."""

from __future__ import annotations

from hashlib import blake2b

from sentiment.codes import normalised

FEWEST = 5
"""Shorter comments ("rahmat, zo'r!") are alike without being copied."""


def wording(text: str) -> str | None:
    """The same for texts that differ only in case, signs, emoji and spaces."""
    words = "".join(c if c.isalnum() else " " for c in _joined(text)).split()
    if len(words) < FEWEST:
        return None
    return blake2b(" ".join(words).encode(), digest_size=8).hexdigest()


def _joined(text: str) -> str:
    """Apostrophes left out: o'zbek and ozbek are one word."""
    plain = normalised(text).replace("'", "").replace("ё", "е")
    return plain.encode("utf-8", "replace").decode()
