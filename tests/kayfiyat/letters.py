"""A house whose command line writes letters, and the mail server that takes them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bson import encode

from digest.due import latest_due
from digest.readers.keys import FILE, FOLDER
from digest.weekly import copy_of
from domain.coverage import Stretch
from domain.deliveries import State
from domain.mail_settings import LetterSettings
from domain.periods import Period
from store.deliveries import Deliveries
from store.documents import stretch_document
from store.subscribers import Subscribers
from tests.digest.mail_server import PASSWORD, USER, MailServer
from tests.digest.subscribed import KEY, MongoDB, keep, subscribe
from tests.kayfiyat.forked import Done, Forking, Running
from tests.mood.public import SOURCE, crowd, speak

PASSWORD_ENV = "KAYFIYAT_MAIL_PASSWORD"

SETTINGS = """
[mail]
host = "{host}"
port = {port}
security = "{security}"
user = "{user}"
ca_file = "{ca_file}"
sender = "letters@example.org"
connections = 3
timeout = {timeout}

[site]
url = "http://127.0.0.1:{site}"
port = {site}

[letter]
public = true
app_url = "https://mood.example.org"
"""


@dataclass
class House:
    """A folder with settings and keys, a database, a mail server."""

    folder: Path
    uri_and_db: tuple[str, str]
    database: MongoDB
    server: MailServer
    forking: Forking
    certificate: Path
    site: int = 0
    told: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.told = {PASSWORD_ENV: PASSWORD}
        self.settle()
        keys = self.folder / "data" / FOLDER
        keys.mkdir(parents=True)
        (keys / FILE).write_bytes(KEY)

    def settle(self, *, more: str = "", **changed: Any) -> None:
        """Write the settings, some of them changed, and ``more``."""
        given = {
            "host": "localhost",
            "port": self.server.port,
            "security": "starttls",
            "user": USER,
            "ca_file": self.certificate,
            "timeout": 20.0,
            "site": self.site or 8600,
        }
        settings = SETTINGS.format(**(given | changed))
        (self.folder / "kayfiyat.toml").write_text(settings + more)

    def start(self, *words: str) -> Running:
        uri, name = self.uri_and_db
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        database = {"MONGODB_URI": uri, "MONGODB_DB": name}
        return self.forking.start(
            *words,
            folder=self.folder,
            environment={**environment, **database, **self.told},
        )

    def run(self, *words: str) -> Done:
        return self.start(*words).done()

    def a_week_passes(self) -> Period:
        """A small public is heard and scored in the week whose letter is due."""
        week = latest_due(datetime.now(UTC), LetterSettings())
        self.is_seen(SOURCE, week.start_at)
        day = week.first + timedelta(days=2)
        said = crowd(day, against=30, neutral=8, favour=12)
        speak(self.uri_and_db, self.database, said)
        return week

    def a_letter_waits(self, readers: Iterable[int]) -> None:
        """A letter was written, and its copies wait for these readers."""
        subscribe(self.database, readers)
        week, confirmed = keep(self.database), Subscribers(self.database).confirmed()
        copies = (copy_of(week, each) for each in confirmed)
        Deliveries(self.database).put(copies, due_at=datetime.now(UTC))

    def is_seen(self, source: str, since: datetime, *, ago: float = 0) -> None:
        """A source is seen ``since`` then, and until so many hours ago."""
        seen = Stretch(since, datetime.now(UTC) - timedelta(hours=ago))
        self.database.coverage.insert_one(
            {
                "_id": source,
                "stretches": [stretch_document(seen)],
                "saved_at": since,
                "first_at": since,
            }
        )

    def leases_end(self) -> None:
        """As much time passes as a process may be silent that has taken something."""
        now = datetime.now(UTC)
        taken = {"state": State.TAKEN}
        self.database.deliveries.update_many(taken, {"$set": {"free_at": now}})
        claimed = {"composed_at": {"$exists": False}}
        self.database.digests.update_many(claimed, {"$set": {"lease_until": now}})

    def holds(self, traces: Iterable[bytes]) -> list[str]:
        """The collections in which any of these bytes stand, in whatever field."""
        sought = list(traces)
        return [
            name
            for name in sorted(self.database.list_collection_names())
            for document in self.database[name].find()
            if any(trace in encode(document) for trace in sought)
        ]
