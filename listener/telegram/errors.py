"""What Telegram's errors mean to a source. Pure."""

from __future__ import annotations

import sqlite3

from telethon import errors

from domain.coverage import Reason
from domain.errors import SourceError

LOGIN = "run `kayfiyat login`"

FLOODS = (errors.FloodWaitError, errors.FloodPremiumWaitError)
LOGGED_OUT = (errors.UnauthorizedError, errors.AuthKeyError, errors.AuthKeyNotFound)
NOT_PUBLIC = (
    errors.ChannelPrivateError,
    errors.ChannelPublicGroupNaError,
    errors.ChatAdminRequiredError,
    errors.ChatForbiddenError,
    errors.UserBannedInChannelError,
)
NO_SUCH_NAME = (errors.UsernameNotOccupiedError, errors.UsernameInvalidError)
STALE = (errors.ChannelInvalidError, errors.PeerIdInvalidError)
UNREACHABLE = (
    OSError,
    EOFError,
    TimeoutError,
    BufferError,
    errors.ServerError,
    errors.TimedOutError,
    errors.InvalidChecksumError,
    errors.SecurityError,
)


class StaleAddressError(SourceError):
    """The id and access hash that we keep of a chat are not our account's."""


def source_error(error: BaseException, asked: str) -> SourceError:
    """What an error in answer to the request ``asked`` says of the source."""
    if isinstance(error, FLOODS):
        seconds = max(float(error.seconds), 1.0)
        return flood_wait(asked, seconds)
    if isinstance(error, LOGGED_OUT):
        return logged_out(f"Telegram does not know our session ({_name(error)})")
    if isinstance(error, NO_SUCH_NAME):
        return _refused("nobody on Telegram has this name; mend it", permanent=True)
    if isinstance(error, STALE):
        return StaleAddressError(
            "Telegram does not know the chat under this account",
            reason=Reason.NOT_PUBLIC,
        )
    if isinstance(error, NOT_PUBLIC):
        return _refused(f"it is not public ({_name(error)})")
    return _trouble(error, asked)


def flood_wait(asked: str, seconds: float) -> SourceError:
    return SourceError(
        f"Telegram asks us to wait {seconds:.0f} seconds before the next {asked}",
        reason=Reason.FLOOD_WAIT,
        retry_after=seconds,
    )


def logged_out(why: str) -> SourceError:
    return SourceError(
        f"{why}; {LOGIN}, then start the listener again",
        reason=Reason.LOGGED_OUT,
        permanent=True,
    )


def unreachable(why: str, *, retry_after: float | None = None) -> SourceError:
    return SourceError(
        f"Telegram cannot be reached: {why}",
        reason=Reason.NETWORK,
        retry_after=retry_after,
    )


def _trouble(error: BaseException, asked: str) -> SourceError:
    if isinstance(error, sqlite3.Error):
        return unreachable(
            f"the session file cannot be used ({error}); end what else has it open"
        )
    if isinstance(error, UNREACHABLE) or _gave_up(error):
        return unreachable(f"{_name(error)}: {error}".rstrip(": "))
    return SourceError(
        f"Telegram answers {asked} in a way that we do not know ({_name(error)})",
        reason=Reason.CHANGED_FORMAT,
    )


def _gave_up(error: BaseException) -> bool:
    """Telethon says so by a plain ValueError when the server failed repeatedly."""
    return isinstance(error, ValueError) and "unsuccessful" in str(error)


def _refused(why: str, *, permanent: bool = False) -> SourceError:
    return SourceError(why, reason=Reason.NOT_PUBLIC, permanent=permanent)


def _name(error: BaseException) -> str:
    return type(error).__name__.removesuffix("Error")
