"""The one file that knows Motor: a connection for the listener.

Motor gets only critical fixes, until May 2027. The day it must go, this file
opens ``pymongo.AsyncMongoClient`` instead; the tests already run on both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.asynchronous.database import AsyncDatabase

from store.clients import OPTIONS, Document
from store.errors import address_read, translated


@asynccontextmanager
async def connected(uri: str, db: str) -> AsyncIterator[AsyncDatabase[Document]]:
    """The database ``db`` at ``uri``, in the running loop, closed at the end.

    Raises StoreError, in one sentence, if it does not answer.
    """
    loop = asyncio.get_running_loop()
    with address_read():
        client: Any = AsyncIOMotorClient(uri, io_loop=loop, **OPTIONS)
    try:
        with translated():
            await client.admin.command("ping")
        yield cast("AsyncDatabase[Document]", client[db])
    finally:
        client.close()
