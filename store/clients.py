"""A connection for the parts that wait for nothing else: PyMongo."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.database import Database

from store.errors import address_read, translated

__all__ = ["DURABLE", "OPTIONS", "Database", "Document", "connect"]

Document = dict[str, Any]

DURABLE = WriteConcern(w="majority", j=True)
"""A write is done when most members have it on disk."""

OPTIONS: dict[str, Any] = {
    "tz_aware": True,
    "tzinfo": UTC,
    "w": "majority",
    "journal": True,
    # Else what a dying primary alone has seems stored: a comment that is not saved
    # again for it, and whose cursor moves, is lost when the set rolls it back.
    "readConcernLevel": "majority",
    "serverSelectionTimeoutMS": 5_000,
    "connectTimeoutMS": 5_000,
    "appname": "kayfiyat",
}


def connect(uri: str, db: str) -> Database[Document]:
    """The database ``db`` at ``uri``, known to answer; ``.client.close()`` ends it.

    Raises StoreError, in one sentence, if it does not answer.
    """
    with address_read():
        client: MongoClient[Document] = MongoClient(uri, **OPTIONS)
    with translated():
        try:
            client.admin.command("ping")
        except BaseException:
            client.close()
            raise
        return client[db]
