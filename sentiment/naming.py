"""Which rules tell a comment's reforms. Stored words are read again under others.

A scorer's version does not tell: a reform is added, and terms are mended, without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from importlib import resources

from domain.reforms import Reform
from sentiment.catalogue import ours

_CODE = ("codes.py", "matching.py", "standing.py", "terms.py")
"""What else decides. A comment there that changes costs some reading, no more."""


def rules() -> str:
    """A name that is another after every change of terms, or of how they are found.

    It is that of the catalogue with which this process works, whatever lies in the
    folder by now.
    """
    here = resources.files("sentiment")
    return name_of(ours().values(), [(here / name).read_bytes() for name in _CODE])


def name_of(reforms: Iterable[Reform], code: Iterable[bytes] = ()) -> str:
    """The name of these terms and this code; titles, dates and sources are no rules."""
    terms = [(each.id, sorted(map(sorted, each.terms.values()))) for each in reforms]
    made = blake2b(repr(terms).encode(), digest_size=12)
    for each in code:
        made.update(each)
    return made.hexdigest()
