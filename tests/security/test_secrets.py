"""No secret is repeated in what the program says when something is wrong."""

from __future__ import annotations

import traceback

import pytest

from domain.errors import StoreError
from store.clients import connect

SECRET = "CANARY"


@pytest.mark.parametrize(
    "uri",
    [
        f"mongodb://user:{SECRET}@127.0.0.1:9x/",
        f"mongodb://user:{SECRET}@{SECRET}@127.0.0.1:9/",
        f"mongodb://user:pass/{SECRET}@127.0.0.1:9/",
        f"mongodb://user:pass/{SECRET}.{SECRET}@127.0.0.1:9/",
        f"mongodb://user:{SECRET}@/",
    ],
)
def test_an_address_that_is_none_keeps_its_password(uri: str) -> None:
    with pytest.raises(StoreError) as told:
        connect(uri, "kayfiyat")

    # What --debug shows, too: the sentence, and where it came from.
    shown = "".join(traceback.format_exception_only(told.value))
    assert SECRET not in shown + str(told.value.__cause__)
