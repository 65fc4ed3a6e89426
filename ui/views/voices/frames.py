"""What is saved to a file: what is shown, without what is not. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd  # type: ignore[import-untyped]

from domain.attitudes import ATTITUDES
from domain.quotes import Quote

COLUMNS = [
    "day",
    "source",
    "attitude",
    *(str(attitude) for attitude in ATTITUDES),
    "text",
    "moved_by",
    "answers",
    "more_like_it",
]


def quotes_frame(quotes: Iterable[Quote], names: Mapping[str, str]) -> pd.DataFrame:
    """One row for each quote: names in English, words as they are."""
    rows = [
        {
            "day": each.day,
            "source": names.get(each.source, each.source),
            "attitude": str(each.attitude),
            **dict(zip(map(str, ATTITUDES), each.p, strict=True)),
            "text": each.text,
            "moved_by": ", ".join(word for word, _change in each.why),
            "answers": each.post or "",
            "more_like_it": each.like_it,
        }
        for each in quotes
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
