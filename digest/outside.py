"""Words from outside, made fit to stand in a letter: they are hostile. Pure."""

from __future__ import annotations

import re
import unicodedata

from shown.speech import _

LONGEST = 240
"""So many characters of a text are quoted."""

HIDDEN = {"Cc", "Cf", "Cs", "Co"}
"""Control and format characters (Unicode, 4.5): those can turn a line around."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}"  # RFC 1035, 2.3.4; and so it is linear
    r"\.(?:uz|ru|com|org|net|me|io|info|online|site|xyz|top)\b"
    r"(?:/\S*)?",
    re.IGNORECASE,
)


def tidy(text: str, *, longest: int = LONGEST) -> str:
    """``text`` in one line, without what is not seen, cut where it is too long."""
    seen = (" " if c in "\n\r\t" else c for c in text)
    whole = "".join(c for c in seen if unicodedata.category(c) not in HIDDEN)
    line = " ".join(whole.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """The public's words, without addresses: mail clients make links of them."""
    return tidy(_ADDRESS.sub(_("[link]"), text))
