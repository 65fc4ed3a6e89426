"""What reforms are called, by the tag of a language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from shown.speech import TONGUES
from store.clients import Database, Document
from store.reforms import titles_of_reforms


def titles_by_tag(database: Database[Document]) -> Mapping[str, Mapping[str, str]]:
    """By reform and by tag; a reform without titles is not there."""
    titles: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for tag, tongue in TONGUES.items():
        for reform, title in titles_of_reforms(database, tongue.writing).items():
            titles[reform][tag] = title
    return titles
