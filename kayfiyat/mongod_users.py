"""Make a MongoDB with authentication ready: its replica set of one, root, our user.

Every step may be repeated. The first ones need no password, but only from the same
machine and only while there is no user at all: MongoDB's *localhost exception*.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure
from pymongo.uri_parser import parse_uri

from domain.errors import ConfigError, StoreError
from domain.mongodb_settings import MongoSettings
from store.errors import address_read, translated

ROOT = "root"
ROLE = "kayfiyat"

BEYOND = ("collMod", "bypassDocumentValidation")
"""What we need beyond *readWrite*: rules are set by the first, and `restore` puts back
by the second what was stored before a rule."""

_NOT_INITIATED, _NO_LOGIN, _NOT_ALLOWED = 94, 18, 13
_PRIMARY_WITHIN = 60.0
_ANSWERS_WITHIN = 120_000  # milliseconds; long, for recovery after a power cut

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who shall enter, and by which address the members know each other."""

    user: str
    db: str
    member: str
    replica_set: str
    password: str = field(repr=False)
    root_password: str = field(repr=False)


def wanted(settings: MongoSettings, root_password: str) -> Wanted:
    """What the settings say of it. Raises ConfigError if they say too little."""
    with address_read():
        told = parse_uri(settings.uri) if settings.uri else {}
    user, password = told.get("username"), told.get("password")
    replica_set = told.get("options", {}).get("replicaSet")
    if not (user and password and replica_set):
        raise ConfigError(
            "mongodb.uri must name a user and a replica set, and mongodb.password_file "
            "the password: mongodb://kayfiyat@HOST:27017/?replicaSet=rs0"
        )
    if not root_password:
        raise ConfigError("root's password is empty; `openssl rand -hex 32` makes one")
    host, port = told["nodelist"][0]
    member = f"{host}:{port}"
    return Wanted(user, settings.db, member, replica_set, password, root_password)


def set_up(there: Wanted, *, at: str) -> list[str]:
    """Do what is not done yet; the sentences say what.

    ``at`` is the server's address, on the same machine. Raises StoreError or
    ConfigError if it cannot be done.
    """
    with translated():
        done = [] if _is_root(there, at) else _begun(there, at)
        with _entered(at, there) as root:
            _wait_for_primary(root)
            return [*done, _role(root, there), _user(root, there)]


def _is_root(there: Wanted, at: str) -> bool:
    """Whether root enters with this password; not if there is no root yet."""
    try:
        with _entered(at, there) as root:
            root.command("ping")
    except OperationFailure as error:
        if error.code != _NO_LOGIN:
            raise
        return False
    return True


def _begun(there: Wanted, at: str) -> list[str]:
    """The set begins, and root is made, while nobody is known yet."""
    with _reached(at) as nobody:
        try:
            done = _initiated(nobody, there)
            _wait_for_primary(nobody)
            nobody.command("createUser", ROOT, pwd=there.root_password, roles=[ROOT])
        except OperationFailure as error:
            if error.code != _NOT_ALLOWED:
                raise
            raise ConfigError(
                "this MongoDB knows users already, and root's password is another; "
                "give the one with which it was set up"
            ) from None
    return [*done, f"made the user {ROOT}"]


def _initiated(nobody: Database[Document], there: Wanted) -> list[str]:
    try:
        nobody.command("replSetGetStatus")
    except OperationFailure as error:
        if error.code != _NOT_INITIATED:
            return []  # it has begun, and tells strangers no more
    else:
        return []
    members = [{"_id": 0, "host": there.member}]
    config = {"_id": there.replica_set, "members": members}
    nobody.command("replSetInitiate", config)
    return [f"began the replica set {there.replica_set} of {there.member}"]


def _wait_for_primary(admin: Database[Document]) -> None:
    deadline = time.monotonic() + _PRIMARY_WITHIN
    while not admin.command("hello")["isWritablePrimary"]:
        if time.monotonic() > deadline:
            raise StoreError("MongoDB does not become primary; its log says why")
        time.sleep(0.1)


def _role(root: Database[Document], there: Wanted) -> str:
    """What our user may do: in our database, and in no other."""
    database = root.client[there.db]
    scope = {"db": there.db, "collection": ""}
    beyond = [{"resource": scope, "actions": list(BEYOND)}]
    known = database.command("rolesInfo", ROLE)["roles"]
    verb = "updateRole" if known else "createRole"
    database.command({verb: ROLE, "privileges": beyond, "roles": ["readWrite"]})
    return f"set the rights of the role {ROLE} in {there.db}"


def _user(root: Database[Document], there: Wanted) -> str:
    """Our user, with this password; what he may do elsewhere stays."""
    role: Mapping[str, str] = {"role": ROLE, "db": there.db}
    if not root.command("usersInfo", there.user)["users"]:
        root.command("createUser", there.user, pwd=there.password, roles=[role])
        return f"made the user {there.user}"
    root.command("updateUser", there.user, pwd=there.password)
    root.command("grantRolesToUser", there.user, roles=[role])
    return f"set the password of the user {there.user}"


@contextmanager
def _reached(at: str, **login: Any) -> Iterator[Database[Document]]:
    """The database *admin* of this one server, whether or not it is in a set."""
    client: MongoClient[Document] = MongoClient(
        at, directConnection=True, serverSelectionTimeoutMS=_ANSWERS_WITHIN, **login
    )
    with client:
        yield client["admin"]


@contextmanager
def _entered(at: str, there: Wanted) -> Iterator[Database[Document]]:
    with _reached(at, username=ROOT, password=there.root_password) as root:
        yield root
