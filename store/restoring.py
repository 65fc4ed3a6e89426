"""Documents of a backup back into an empty database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database

from store.clients import DURABLE, Document
from store.errors import door, translated
from store.schema import RESTORING, prepare
from store.snapshots import collections

_RAW = CodecOptions(document_class=RawBSONDocument)
_OURS: Document = {"_id": {"$nin": ["schema", RESTORING["_id"]]}}
_EMPTY_RULES: Document = {}


@door
class Restoring:
    """From ``begin`` to ``end`` nobody else can open the database: it is not whole.

    If broken off it stays so, and ``begin`` starts anew.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._db = database.with_options(write_concern=DURABLE)
        self._raw = self._db.with_options(codec_options=_RAW)

    def is_free(self) -> bool:
        """Whether nothing is stored here, but for what a broken-off try left."""
        if self._db.meta.find_one(RESTORING):
            return True
        return not any(
            self._db[name].find_one(_OURS, ["_id"]) for name in collections(self._db)
        )

    def begin(self, *, now: datetime) -> None:
        """Empty the collections; rules and indexes are made at the end."""
        mark = {"$set": {"since_at": now}}
        self._db.meta.update_one(RESTORING, mark, upsert=True)
        for name in collections(self._db):
            if name != "meta":
                self._db.drop_collection(name)
        self._db.meta.delete_many({"_id": {"$ne": RESTORING["_id"]}})
        self._db.command("collMod", "meta", validator=_EMPTY_RULES)

    def put(self, name: str, documents: Sequence[bytes]) -> None:
        """Insert documents as they are, valid or not: better kept and told of."""
        self._raw[name].insert_many(
            [RawBSONDocument(each) for each in documents],
            ordered=False,
            bypass_document_validation=True,
        )

    def documents(self, name: str) -> Iterator[bytes]:
        """What lies in a collection now, but for our own mark."""
        chosen = {"_id": {"$ne": RESTORING["_id"]}} if name == "meta" else {}
        with translated():
            for document in self._raw[name].find(chosen, batch_size=1_000):
                yield bytes(document.raw)

    def end(self) -> None:
        """Set rules and indexes, then let others in."""
        # Another layout than ours, so that it is set even if the backup had the same.
        self._db.meta.update_one({"_id": "schema"}, {"$set": {"layout": "restored"}})
        prepare(self._db, restoring=True)
        self._db.meta.delete_one(RESTORING)
