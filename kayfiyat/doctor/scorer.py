"""The scorer, what it scored, and the pictures of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kayfiyat.doctor.findings import Finding, ok, warning, wrong
from kayfiyat.doctor.world import World
from sentiment.scorer import Scorer
from shown.glyphs import missing
from store.clients import Database, Document
from store.scorers import load_card
from store.scoring import Scoring

ASKED = "Juda yaxshi islohot, rahmat"


@cache
def _scorer() -> Scorer:
    return Scorer.load()


def weights(_world: World) -> Finding:
    (verdict,) = _scorer().predict([ASKED])
    return of_weights(_scorer().id, scores=verdict.p is not None)


def of_weights(scorer: str, *, scores: bool) -> Finding:
    if scores:
        return ok(f"{scorer} is loaded and scores")
    return wrong(f"{scorer} does not score", "install Kayfiyat again: weights are lost")


def scored(_world: World, database: Database[Document]) -> Finding:
    card = load_card(database)
    waiting = Scoring(database).count_pending()
    return of_scored(_scorer().id, card.scorer if card else None, waiting)


def of_scored(ours: str, last: str | None, waiting: int) -> Finding:
    """``last`` is the scorer that was last at work on the database."""
    waits = f"{waiting:,} comments wait"
    if last is None:
        return ok(f"nothing is scored yet, {waits}")
    if last != ours:
        return warning(
            f"what is stored was scored by {last}, this program has {ours}",
            "`kayfiyat score --all` scores it again on all cores",
        )
    return ok(f"all by {ours}, {waits}")


def pictures(_world: World) -> Finding:
    return of_pictures(missing())


def of_pictures(absent: Sequence[str]) -> Finding:
    if absent:
        return warning(
            f"no font here has {' '.join(absent)}: pictures show boxes in their place",
            "`apt-get install fonts-dejavu-core`",
        )
    return ok("charts are drawn with oʻ ў қ ғ ҳ, and without a browser")
