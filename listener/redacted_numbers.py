"""Numbers that belong to one person: on papers, on plates, of phones."""

from __future__ import annotations

import re

from listener.redacted_papers import PAPERS
from listener.redacted_phones import PHONES


def without_numbers(text: str) -> str:
    """``text`` with such numbers replaced by ‹what it was›."""
    # The shortest, a car's plate, has five digits; most comments have fewer.
    if not _FIVE_DIGITS.search(text):
        return text
    for form in _FORMS:
        text = form.taken_from(text)
    return text


_FIVE_DIGITS = re.compile(r"\d(?:[^\d\n]{0,4}\d){4}")
_FORMS = PAPERS + PHONES  # cards first: their digits could be read as phones
