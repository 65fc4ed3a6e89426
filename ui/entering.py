"""Who is let in at the app's door, and where a person lands who signed in. Pure.

The door stands before Streamlit: whoever is not let in has no session of it, no socket,
and no place to put a file.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from urllib.parse import parse_qsl, urlencode

from domain.sign_in import CALLBACK, Role

SIGN_IN = "/sign-in"
SIGN_OUT = "/auth/logout"
FIRST_PAGE = "/"

OPEN = frozenset({"/_stcore/health", "/auth/login", SIGN_OUT, CALLBACK})
"""What answers everyone: whether the app is up; the way to the provider and back."""

UPLOADS = "/_stcore/upload_file"
INNER = ("/_stcore/", "/app/", "/component/", "/media/", "/static/")
"""What the app's own page asks for, and no reader by hand."""

_PAGE = re.compile(r"/[a-z_]{0,40}")
_LONGEST = 2000
"""Of an address; a cookie ends at 4096 bytes."""


class Answer(Enum):
    """What comes of a knock."""

    ENTER = auto()
    ASK = auto()  # to sign in
    TURN_AWAY = auto()  # signed in, and not on the list
    REFUSE = auto()  # without a word for readers
    BEGIN = auto()  # on to the provider
    RETURN = auto()  # to the page that was asked for before the sign-in


def answer(
    path: str, *, role: Role | None, signed_in: bool, returning: bool = False
) -> Answer:
    """What comes of asking for ``path``.

    ``role`` is the person's, None for a stranger; ``returning`` says whether they asked
    for another page before they signed in.
    """
    if path in OPEN:
        return Answer.ENTER
    if path == SIGN_IN:
        return Answer.BEGIN
    if role is None:
        return _to_a_stranger(path, signed_in=signed_in)
    if path.startswith(UPLOADS) and role is not Role.ANALYST:
        return Answer.REFUSE
    return Answer.RETURN if path == FIRST_PAGE and returning else Answer.ENTER


def _to_a_stranger(path: str, *, signed_in: bool) -> Answer:
    if path.startswith(INNER):
        return Answer.REFUSE
    return Answer.TURN_AWAY if signed_in else Answer.ASK


def landing(address: str) -> str:
    """A page of ours with its filters, put together anew; else the first page.

    Nothing that a stranger writes there leads out of the app.
    """
    path, _mark, query = address.partition("?")
    if not _PAGE.fullmatch(path):
        return FIRST_PAGE
    filters = urlencode(parse_qsl(query[:_LONGEST], keep_blank_values=True))
    whole = f"{path}?{filters}" if filters else path
    return whole if len(whole) <= _LONGEST else path
