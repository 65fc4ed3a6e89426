"""The one place where aiohttp's errors become ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, urlsplit

import aiohttp

from domain.coverage import Reason
from domain.errors import SourceError
from listener.addresses import PrivateAddressError

_MEND = "set listener.private_addresses = true if you mean it"


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Inside it, whatever goes wrong on the way to ``url`` becomes a SourceError."""
    try:
        yield
    except TimeoutError:
        raise SourceError(f"{url}: no answer in time", reason=Reason.NETWORK) from None
    except aiohttp.InvalidURL:
        raise no_address(url) from None
    except (aiohttp.ClientError, OSError, UnicodeError) as error:
        if isinstance(getattr(error, "os_error", error), PrivateAddressError):
            raise private(urlsplit(url).hostname or "") from None
        raise SourceError(f"{url}: {_said(error)}", reason=Reason.NETWORK) from error


def _said(error: Exception) -> str:
    """In a sentence of ours: aiohttp's have several lines and the server's bytes."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return "its answer breaks off, or is not packed as it says"
    if isinstance(error, aiohttp.ClientResponseError):
        return "its answer is no HTTP that we understand"
    return " ".join(str(error).split())[:200] or type(error).__name__


def web_address(url: str) -> SplitResult:
    """The parts of a web address. Raises SourceError if it is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return parts
    except ValueError:
        pass
    raise no_address(url)


def no_address(url: str) -> SourceError:
    return SourceError(
        f"{url!r} is no web address; mend the source's url",
        reason=Reason.NETWORK,
        permanent=True,
    )


def private(host: str) -> SourceError:
    return SourceError(
        f"{host} is an address in a private network; {_MEND}",
        reason=Reason.BLOCKED,
        permanent=True,
    )
