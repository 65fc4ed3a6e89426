"""Header fields of a message: whole, in 7-bit letters, and nothing smuggled in. Pure.

Written here, not by ``EmailMessage``: its policies put long words, such as a link,
into encoded words (RFC 2047), where List-Unsubscribe must stand as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from email.header import Header

from domain.errors import InputError

EOL = "\r\n"

SHORT = 60
"""Characters that stand in one line beside a field's name (RFC 5322, 2.1.1: 78)."""

LONGEST = 900
"""Characters of a value that is never folded (RFC 5322, 2.1.1: a line has 998)."""

MOST = 1000
"""Characters of a subject or a name; beyond that they are no such thing."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")

# Local parts in quotes are refused: programs read them in different ways.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,255}")


def field(name: str, value: str) -> str:
    """A field whose value stands as it is: visible ASCII and spaces, in one line."""
    if not (value.isascii() and value.isprintable() and len(value) <= LONGEST):
        raise InputError(f"{name}: this value cannot stand in a header; mend it")
    return f"{name}: {value}{EOL}"


def words(name: str, value: str) -> str:
    """A field of free words in any language, as encoded words if need be."""
    return f"{name}: {_encoded(name, value, plain=_is_plain)}{EOL}"


def mailbox(name: str, address: str, *, called: str = "") -> str:
    """A field with one address, and what its owner is called."""
    checked = address_alone(name, address)
    if not called:
        return f"{name}: {checked}{EOL}"
    phrase = _encoded(name, called, plain=_is_phrase)
    return f"{name}: {phrase}{EOL} <{checked}>{EOL}"


def address_alone(name: str, address: str) -> str:
    """The address, if it can stand in a header and in an envelope. It is not told."""
    if not _ADDRESS.fullmatch(address):
        raise InputError(f"{name}: no e-mail address to write to; mend it")
    return address


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _is_plain(text: str) -> bool:
    """Whether a reader's program shows ``text`` as it is written."""
    return text.isascii() and "=?" not in text and text == text.strip()


def _is_phrase(text: str) -> bool:
    """Whether it is a phrase without quotes (RFC 5322, 3.2.5)."""
    return _is_plain(text) and bool(_ATOMS.fullmatch(text))


def _encoded(name: str, text: str, *, plain: Callable[[str], bool]) -> str:
    if _hides(text) or len(text) > MOST:
        raise InputError(f"{name}: too long, or with control characters; mend it")
    if len(text) <= SHORT and plain(text):
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep=EOL)


def _hides(text: str) -> bool:
    """Whether it holds controls, line ends or halves of characters.

    The marks that turn the direction of writing are shown by no one and mislead.
    """
    return any(
        unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} or each in _TURNING
        for each in text
    )
