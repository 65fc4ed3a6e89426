"""What an answer of a server means to us. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from domain.coverage import Reason
from domain.errors import SourceError

SHORT = 500
"""A page of fewer bytes that we do not recognise is a refusal in disguise."""

FLOOD_WAIT = 60.0
"""Seconds to wait when a server asks us to but does not say for how long."""

LONGEST_WAIT = 86_400.0
"""Seconds; a server that names more, by mistake perhaps, is asked again tomorrow."""

_CHALLENGES = ("<title>Just a moment", "cf-chl", "/cdn-cgi/challenge-platform/")

Validators = tuple[str | None, str | None]
"""The ETag and Last-Modified of a page."""

Known = Callable[[str], bool]
"""Whether a body is what was asked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked; ``known`` says whether a short body is an answer to it."""

    url: str
    known: Known
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that is no error: a page, a redirect (3xx) or a miss (4xx).

    ``text`` is ``body`` as the answer says that it is encoded, which may be a lie;
    ``location`` is where a redirect points to.
    """

    url: str
    status: int
    text: str = ""
    validators: Validators = (None, None)
    body: bytes = b""
    content_type: str = ""
    location: str = ""

    @property
    def found(self) -> bool:
        return 200 <= self.status < 300

    @property
    def unchanged(self) -> bool:
        return self.status == 304

    @property
    def redirected(self) -> bool:
        return 300 <= self.status < 400 and not self.unchanged


def refusal(
    page: Page, headers: Mapping[str, str], known: Known, now: datetime
) -> SourceError | None:
    """Why the answer is none that we may use, if so."""
    if page.status == 429 or (page.status == 503 and "Retry-After" in headers):
        seconds = retry_after(headers.get("Retry-After"), now)
        return SourceError(
            f"{page.url}: the server asks us to wait {seconds:.0f} seconds",
            reason=Reason.FLOOD_WAIT,
            retry_after=seconds,
        )
    if page.status in {403, 503} or headers.get("cf-mitigated") == "challenge":
        return _blocked(page, f"HTTP {page.status}")
    if page.status >= 500:
        return SourceError(
            f"{page.url}: the server fails (HTTP {page.status})", reason=Reason.NETWORK
        )
    if page.found and not known(page.text):
        return _unexpected(page)
    return None


def retry_after(value: str | None, now: datetime) -> float:
    """Seconds to wait: the header names them, or a date."""
    plain = (value or "").strip()
    if plain.isascii() and plain.isdigit():
        return min(float(plain[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(plain)
    except ValueError:
        return FLOOD_WAIT
    if not until.tzinfo:
        return FLOOD_WAIT
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _unexpected(page: Page) -> SourceError | None:
    if any(mark in page.text for mark in _CHALLENGES):
        return _blocked(page, "a challenge in place of the page")
    if len(page.text.encode()) < SHORT:
        return _blocked(page, f"only {len(page.text.encode())} bytes")
    return None


def _blocked(page: Page, how: str) -> SourceError:
    return SourceError(
        f"{page.url}: the server blocks us ({how}); we do not work around it",
        reason=Reason.BLOCKED,
    )
