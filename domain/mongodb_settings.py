"""Where MongoDB is, and by which name and password we enter."""

from __future__ import annotations

from typing import Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, model_validator

from domain.secret_files import secret_in


class MongoSettings(BaseModel):
    """Empty ``uri``: a private mongod under the data directory.

    ``password_file`` holds the password of the user whom ``uri`` names; a password in
    ``uri`` itself goes before it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    uri: str = ""
    db: str = "kayfiyat"
    password_file: str = ""

    @model_validator(mode="after")
    def _has_a_user(self) -> Self:
        if self.password_file and not _user(self.uri):
            raise ValueError(
                "password_file needs the user's name in the uri: mongodb://NAME@HOST/"
            )
        return self

    def entered(self) -> Self:
        """With the password in ``uri``. Raises ConfigError if it cannot be read."""
        if not self.password_file or ":" in _user(self.uri):
            return self
        password = secret_in(self.password_file, named="mongodb.password_file")
        return self.model_copy(update={"uri": with_password(self.uri, password)})


def with_password(uri: str, password: str) -> str:
    """``uri``, which names a user, with the password behind the name."""
    before, _, after = uri.rpartition("@")
    return f"{before}:{quote(password, safe='')}@{after}"


def _user(uri: str) -> str:
    """What stands before the ``@``: a name, or a name, a colon and a password."""
    authority = uri.partition("://")[2].partition("/")[0]
    return authority.rpartition("@")[0]
