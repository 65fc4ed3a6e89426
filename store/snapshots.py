"""Everything that is stored, as it was at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import ConfigurationError, OperationFailure

from domain.errors import StoreError
from store.clients import Document
from store.errors import translated
from store.layout import COLLECTIONS
from store.schema import refuse_half

_RAW = CodecOptions(document_class=RawBSONDocument)
_AT_ONCE = 1_000
_TOO_OLD = {239, 246}  # SnapshotTooOld, SnapshotUnavailable
_PARAMETER = "minSnapshotHistoryWindowInSeconds"


class Snapshot:
    """All reads see the moment of the first one, whatever is written meanwhile.

    Its documents are bytes of BSON, as the server sent them: nothing is read into a
    Python type and written back as another.
    """

    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._db, self._session = database, session
        self._raw = database.with_options(codec_options=_RAW)

    def counts(self) -> dict[str, int]:
        """How many documents each collection has, those of an older version too."""
        return {
            name: self._db[name].count_documents({}, session=self._session)
            for name in collections(self._db)
        }

    def documents(self, name: str) -> Iterator[bytes]:
        """The documents of a collection, in the order in which they lie there."""
        found = self._raw[name].find(session=self._session, batch_size=_AT_ONCE)
        for document in found:
            yield bytes(document.raw)

    def version(self) -> int:
        """Of the schema, as it was then."""
        found = self._db.meta.find_one({"_id": "schema"}, session=self._session)
        return int((found or {}).get("version", 0))

    def synthetic(self) -> bool:
        chosen = {"_id": "synthetic"}
        return self._db.meta.find_one(chosen, session=self._session) is not None


@contextmanager
def snapshot(database: Database[Document]) -> Iterator[Snapshot]:
    """A view of ``database`` at one moment.

    MongoDB keeps what has been overwritten for some time only, five minutes if not
    told otherwise. Raises StoreError if that was too short, if the server is none of a
    replica set or older than MongoDB 5.0, as these have no snapshots, or if a backup
    is being restored here.
    """
    with translated(), _said(database):
        refuse_half(database)
        with database.client.start_session(snapshot=True) as session:
            yield Snapshot(database, session)


def collections(database: Database[Document]) -> list[str]:
    """Those of the table, and any other that is there; none of the server's own."""
    others = set(database.list_collection_names()) - set(COLLECTIONS)
    ours = (each for each in others if not each.startswith("system."))
    return [*COLLECTIONS, *sorted(ours)]


@contextmanager
def _said(database: Database[Document]) -> Iterator[None]:
    try:
        yield
    except ConfigurationError as error:
        raise StoreError(
            "This MongoDB has no snapshots, so what is read while others write would "
            f"not fit together ({error}); use a replica set of MongoDB 5.0 or newer"
        ) from error
    except OperationFailure as error:
        if error.code not in _TOO_OLD:
            raise
        raise StoreError(too_old(_window(database))) from error


def too_old(seconds: str) -> str:
    """What is said when the server has dropped the past that we were reading."""
    return (
        f"The database is too large to be read within the {seconds} for which MongoDB "
        "keeps the past, or was changed this very moment; try again, and if it comes "
        "back let the server keep more: "
        f"db.adminCommand({{setParameter: 1, {_PARAMETER}: 3600}})"
    )


def _window(database: Database[Document]) -> str:
    try:
        found = database.client.admin.command({"getParameter": 1, _PARAMETER: 1})
    except OperationFailure:  # not allowed to ask
        return "time"
    return f"{found[_PARAMETER]} seconds"
