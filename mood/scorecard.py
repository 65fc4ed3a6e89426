"""Pages and their threads become the rows of a scorecard. Pure.

Followers and posts are counted, not estimated, and have no interval. All else is a
mean, a share or a median of what chance might have made otherwise (``mood.clustered``,
``mood.aftermath``). What is not known is None, never 0, with the reason beside it.

What tells of people rests on k voices: the share of comments answered and the median
wait on k who wrote, the mood on threads of k on either side. Two rows, or the rows of
two periods, may differ by the comments of fewer than k voices: by subtraction one
learns how many comments stand under some posts and how many of them the page
answered, which anyone sees who opens the page, and nothing of what they say. The
moods of two answers differ by whole threads, each of k voices on either side. Not
held apart: answers before and after new comments arrive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import add
from typing import Any

from domain.scorecards import By, Figure, Missing, Moments, Page, Scorecard, Talk
from mood.aftermath import aftermath, count, joined
from mood.clustered import mean, median, share
from mood.correction import Confusions
from mood.estimates import BLIND, NOT_CORRECTED, K

THOUSAND = 1000.0

Fields = dict[str, Any]


def scorecards_of(
    pages: Sequence[Page],
    *,
    by: By = "source",
    k: int = K,
    confusions: Confusions = NOT_CORRECTED,
) -> list[Scorecard]:
    """One row for each page or institution, in the order of their names.

    A page of which less than half of the hours was seen has no figures, and an
    institution is judged by its other pages.
    """
    groups: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        groups[_group(page, by)].append(page)
    rows = (_row(groups[key], by, max(k, K), confusions) for key in groups)
    return sorted(rows, key=lambda row: (row.title.casefold(), row.sources))


def _group(page: Page, by: By) -> str:
    """Pages of no institution stand for themselves."""
    if by == "institution" and page.institution:
        return f"institution {page.institution}"
    return f"page {page.source}"


def _row(pages: Sequence[Page], by: By, k: int, confusions: Confusions) -> Scorecard:
    first = pages[0]
    together = by == "institution" and first.institution
    seen = [page for page in pages if page.coverage >= BLIND]
    row = Scorecard(
        title=first.institution if together else first.name,
        institution=first.institution,
        sources=tuple(page.source for page in pages),
        coverage=sum(page.coverage for page in pages) / len(pages),
        left_out=tuple(p.name for p in pages if p not in seen) if seen else (),
        missing={} if seen else {"posts": Missing.BLIND},
    )
    if not seen:
        return row
    figures, missing = _figures(seen, k, confusions)
    return _with(row, figures, missing)


def _with(row: Scorecard, figures: Fields, missing: Mapping[str, Missing]) -> Scorecard:
    kept = {name: getattr(row, name) for name in row.__slots__}
    return Scorecard(**(kept | figures | {"missing": dict(missing)}))


def _figures(
    pages: Sequence[Page], k: int, confusions: Confusions
) -> tuple[Fields, dict[str, Missing]]:
    talk: Talk = reduce(add, (page.talk for page in pages))
    told = [page for page in pages if page.followers is not None]
    since = [page for page in told if page.earlier is not None]
    posts = sum(page.posts for page in pages)
    together = joined(each for page in pages for each in page.turns)
    turns = aftermath(together, k=k, confusions=confusions)
    found: Fields = {
        "posts": posts,
        "followers": sum(page.followers or 0 for page in told) if told else None,
        "followers_change": _change(since),
        "views": mean(_all(page.views for page in pages)),
        "interactions": mean(_all(page.interactions for page in pages)),
        "effectiveness": mean(_all(_by_followers(page) for page in told)),
        "comments": talk.comments if talk.voices >= k else None,
        "answered": share(talk) if talk.voices >= k else None,
        "wait": _wait(pages) if talk.answered_voices >= k else None,
        "mood": turns.change if turns else None,
        "mood_before": turns.before if turns else None,
        "mood_after": turns.after if turns else None,
        "threads": count(together, k=k),
    }
    lacking = [name for name, value in found.items() if value is None]
    return found, {
        name: _why(name, posts, talk, k, told=bool(told)) for name in lacking
    }


def _why(name: str, posts: int, talk: Talk, k: int, *, told: bool) -> Missing:
    """Why a figure is missing: the first reason that holds."""
    reach = name in {"views", "interactions", "effectiveness"}
    reasons = {
        Missing.ONCE: name == "followers_change" and told,
        Missing.NOT_COUNTED: name.startswith("followers")
        or (name == "effectiveness" and not told),
        Missing.NO_POSTS: not posts and not talk.comments,
        Missing.NOT_TOLD: reach,
        Missing.NO_COMMENTS: not talk.comments,
        Missing.FEW_VOICES: talk.voices < k or (name == "wait" and talk.answered > 0),
        Missing.NO_ANSWERS: not talk.answered,
    }
    return next((why for why, holds in reasons.items() if holds), Missing.FEW_THREADS)


def _all(numbers: Iterable[Moments | None]) -> Moments:
    return reduce(add, (each for each in numbers if each is not None), Moments())


def _by_followers(page: Page) -> Moments | None:
    """Interactions for a thousand followers."""
    if page.interactions is None or not page.followers:
        return None
    return page.interactions.scaled(THOUSAND / page.followers)


def _change(pages: Sequence[Page]) -> int | None:
    if not pages:
        return None
    return sum((page.followers or 0) - (page.earlier or 0) for page in pages)


def _wait(pages: Sequence[Page]) -> Figure | None:
    return median(list(chain.from_iterable(page.answered for page in pages)))
