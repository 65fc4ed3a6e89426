"""Ask another machine for one page; only ever with --online."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from domain.errors import InputError
from kayfiyat import __version__
from listener.robots import AGENT

PATIENCE = 10.0
"""Seconds."""

MOST = 200_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, whatever its status."""

    status: int
    headers: Message
    body: bytes

    def as_json(self) -> Mapping[str, Any]:
        """Its facts; none where the body is no JSON object."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


def asked(url: str) -> Answer:
    """GET ``url``. Raises InputError if nobody answers there."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise InputError(f"{url} is no web address; mend it in the settings")
    request = Request(url, headers={"User-Agent": f"{AGENT}/{__version__}"})  # noqa: S310
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - seen above
            return Answer(answer.status, answer.headers, answer.read(MOST))
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers, b"")
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        why = getattr(reason, "strerror", None) or type(reason).__name__
        raise InputError(
            f"{url} does not answer ({why}); mend the address, or the network"
        ) from None
