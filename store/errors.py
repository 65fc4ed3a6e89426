"""The one place where MongoDB's errors become ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    OperationFailure,
    PyMongoError,
)

from domain.errors import AwayError, StoreError

Class = TypeVar("Class", bound=type[Any])

_NOT_ALLOWED = {13, 18, 8000}
_MEND_URI = "mend MONGODB_URI"

_PASSING = {
    *(6, 7, 89, 9001),  # host unreachable, not found, timed out, socket
    *(91, 189, 10107, 11600, 11602, 13435, 13436),  # a primary ends, steps down, begins
    *(43, 175, 237),  # a cursor died with the server that held it
    *(64, 133, 134, 262),  # too few members, or too late
}
"""Codes of MongoDB's errors that mend themselves: the set elects, a node restarts."""

_LABELS = ("RetryableWriteError", "TransientTransactionError")


@contextmanager
def translated() -> Iterator[None]:
    """Inside it, whatever PyMongo or Motor raises becomes a StoreError.

    An AwayError if asking again, later, is likely to help.
    """
    try:
        yield
    except PyMongoError as error:
        kind = AwayError if passes(error) else StoreError
        raise kind(sentence(error)) from error


@contextmanager
def address_read() -> Iterator[None]:
    """Inside it, an address that is none becomes a StoreError."""
    try:
        yield
    except (PyMongoError, ValueError) as error:  # a bad port is a plain ValueError
        # Of a password with a slash, PyMongo quotes the end as the database's name.
        told = re.sub(r'"[^"]*"', "…", str(error))
        raise StoreError(
            f"The address of MongoDB cannot be used: {told}; {_MEND_URI}"
        ) from None


def door(cls: Class) -> Class:
    """A class whose public methods raise StoreError in place of PyMongo's errors."""
    for name, method in list(vars(cls).items()):
        if callable(method) and not name.startswith("_"):
            setattr(cls, name, _translating(method))
    return cls


def passes(error: PyMongoError) -> bool:
    """Whether the trouble passes by itself: no primary at the moment, say.

    A host that was never there looks alike: whoever repeats must say that he does.
    """
    if isinstance(error, ConnectionFailure):
        return True
    if isinstance(error, BulkWriteError):
        return bool(codes := _codes(error.details)) and codes <= _PASSING
    if any(map(error.has_error_label, _LABELS)):
        return True
    return isinstance(error, OperationFailure) and error.code in _PASSING


def _codes(details: Mapping[str, Any]) -> set[int]:
    """Of a bulk write: of the documents refused, and of the acknowledgements."""
    told = [*details.get("writeErrors", ()), *details.get("writeConcernErrors", ())]
    return {one["code"] for one in told}


def sentence(error: PyMongoError) -> str:
    """What went wrong and how to mend it; never a password."""
    if passes(error):
        return f"MongoDB does not answer: {_brief(error)}; start it or {_MEND_URI}"
    if isinstance(error, BulkWriteError):
        return f"MongoDB refused a document: {_refused(error)}"
    if isinstance(error, OperationFailure) and error.code in _NOT_ALLOWED:
        return f"MongoDB does not let us in: {_brief(error)}; {_MEND_URI}"
    return f"MongoDB refused: {_brief(error)}"


def _translating(method: Callable[..., Any]) -> Callable[..., Any]:
    if iscoroutinefunction(method):

        @wraps(method)
        async def waiting(*args: Any, **kwargs: Any) -> Any:
            with translated():
                return await method(*args, **kwargs)

        return waiting

    @wraps(method)
    def straight(*args: Any, **kwargs: Any) -> Any:
        with translated():
            return method(*args, **kwargs)

    return straight


def _brief(error: PyMongoError) -> str:
    """The first clause: PyMongo appends timeouts, topologies and whole replies."""
    return re.split(r" \(configured|, Timeout:|, full error:|\n", str(error))[0]


def _refused(error: BulkWriteError) -> str:
    first = (error.details.get("writeErrors") or [{}])[0]
    broken = first.get("errInfo", {}).get("failingDocumentId", "")
    reason = first.get("errmsg") or _brief(error)
    return f"{broken}: {reason}" if broken else reason
