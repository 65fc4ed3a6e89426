"""Which rules of redaction these are. Stored words are redacted again under others."""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import blake2b
from importlib import resources
from importlib.resources.abc import Traversable


@cache
def rules() -> str:
    """A name that is another after every change of the rules.

    Made of the rules themselves: a number would have to be raised by hand, and the day
    that is forgotten, old words keep what the new rules find. A comment that changes
    makes another name too, which costs some reading and changes nothing.
    """
    return name_of(resources.files("listener"))


def name_of(folder: Traversable) -> str:
    """The name of the rules that lie in ``folder``."""
    made = blake2b(unicodedata.unidata_version.encode(), digest_size=12)
    names = (each.name for each in folder.iterdir())
    for name in sorted(each for each in names if _holds_rules(each)):
        made.update((folder / name).read_bytes())
    return made.hexdigest()


def _holds_rules(name: str) -> bool:
    return name.startswith(("redacted_", "redaction.")) and name.endswith(".py")
