"""One batch of comments, from the store through the scorer and back."""

from __future__ import annotations

from datetime import datetime

from domain.attitudes import Verdict
from domain.periods import Period
from sentiment.catalogue import reforms_in
from sentiment.scorer import Scorer
from sentiment.wording import wordings
from store.scoring import Pending, Scored, Scoring


def step(
    scoring: Scoring, scorer: Scorer, *, now: datetime, within: Period | None = None
) -> int:
    """Score one batch, ``within`` days if asked; how many, 0 when none is left."""
    pending = scoring.pending(within=within)
    verdicts = scorer.predict([comment.text for comment in pending])
    scoring.save(scored(pending, verdicts), scorer=scorer.id, now=now)
    return len(pending)


def scored(pending: list[Pending], verdicts: list[Verdict]) -> list[Scored]:
    """Each comment with its own reforms, or else those of the post that it answers."""
    posts = {comment.post: comment.post_text or "" for comment in pending}
    spoken_of = {post: reforms_in(text) for post, text in posts.items()}
    said = wordings([comment.text for comment in pending])
    return [
        Scored(
            pending=comment,
            verdict=verdict,
            reforms=verdict.reforms or spoken_of[comment.post],
            wording=wording,
        )
        for comment, verdict, wording in zip(pending, verdicts, said, strict=True)
    ]
