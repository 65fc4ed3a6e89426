"""What the page asks: comments drawn by lot. What is kept has no author."""

from __future__ import annotations

from dataclasses import replace

from domain.attitudes import Verdict
from domain.periods import Period
from domain.quotes import Quote, Quotes
from mood import quotes as drawing
from store.clients import Database, Document
from store.voices import Wanted
from ui.explaining import explained, warm
from ui.filters import Filters
from ui.queries import kept

MARKED = 3
"""So many words of a comment are marked, the strongest first."""

STRONG = 0.25
"""Log-odds; what moved a score by less is not worth a mark."""

warm()


@kept(entries=32)
def quotes(  # noqa: PLR0913 - the filters of the page
    database: Database[Document],
    period: Period,
    filters: Filters,
    *,
    seed: int,
    words: str,
    k: int,
) -> Quotes:
    """Comments of the view, by the lot ``seed``, with ``words`` if there are any."""
    wanted = Wanted(
        filters.reform, filters.sources, filters.languages, filters.campaigns
    )
    asked = drawing.Asked(wanted, seed=seed, words=words, k=k)
    found = drawing.quotes(database, period, asked)
    verdicts = explained([quote.text for quote in found.quotes])
    told = (with_words(*each) for each in zip(found.quotes, verdicts, strict=True))
    return replace(found, quotes=tuple(told))


def with_words(quote: Quote, verdict: Verdict | None) -> Quote:
    """``quote`` with the words that moved its score.

    Not if the scorer says otherwise now: the words would not explain what is shown.
    """
    if verdict is None or verdict.attitude is not quote.attitude:
        return quote
    strong = (each for each in verdict.why if abs(each[1]) >= STRONG)
    return replace(quote, why=tuple(strong)[:MARKED])
