"""One batch of comments, from the store through the scorer and back."""

from __future__ import annotations

from datetime import datetime

from domain.attitudes import Verdict
from sentiment.catalogue import reforms_in
from sentiment.scorer import Scorer
from sentiment.wording import wording
from store.scoring import Pending, Scored, Scoring


def step(
    scoring: Scoring, scorer: Scorer, *, now: datetime, day: str | None = None
) -> int:
    """Score one batch, of one day if asked; how many that were, 0 when none is left."""
    pending = scoring.pending(day=day)
    verdicts = scorer.predict([comment.text for comment in pending])
    scoring.save(scored(pending, verdicts), scorer=scorer.id, now=now)
    return len(pending)


def scored(pending: list[Pending], verdicts: list[Verdict]) -> list[Scored]:
    """Each comment with its own reforms, or else those of the post that it answers."""
    posts = {comment.post: comment.post_text or "" for comment in pending}
    spoken_of = {post: reforms_in(text) for post, text in posts.items()}
    return [
        Scored(
            pending=comment,
            verdict=verdict,
            reforms=verdict.reforms or spoken_of[comment.post],
            wording=wording(comment.text),
        )
        for comment, verdict in zip(pending, verdicts, strict=True)
    ]
