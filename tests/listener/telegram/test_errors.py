"""Each of Telegram's errors is one reason and one sentence."""

from __future__ import annotations

import sqlite3

import pytest
from telethon import errors

from domain.coverage import Reason
from listener.telegram.errors import source_error


def test_a_session_that_another_program_holds_is_named() -> None:
    found = source_error(sqlite3.OperationalError("database is locked"), "GetHistory")

    assert found.reason is Reason.NETWORK
    assert "database is locked" in str(found)


def test_a_flood_wait_keeps_its_seconds() -> None:
    found = source_error(errors.FloodWaitError(None, capture=7200), "GetHistory")

    assert (found.reason, found.retry_after) == (Reason.FLOOD_WAIT, 7200.0)


@pytest.mark.parametrize(
    "error, reason",
    [
        (ConnectionError("cut"), Reason.NETWORK),
        (EOFError(), Reason.NETWORK),
        (ValueError("Request was unsuccessful 6 time(s)"), Reason.NETWORK),
        (errors.SecurityError("bad"), Reason.NETWORK),
        (errors.AuthKeyNotFound(), Reason.LOGGED_OUT),
        (errors.TypeNotFoundError(1, b""), Reason.CHANGED_FORMAT),
        (ValueError("what"), Reason.CHANGED_FORMAT),
    ],
)
def test_an_error_has_one_reason(error: Exception, reason: Reason) -> None:
    assert source_error(error, "GetHistory").reason is reason
