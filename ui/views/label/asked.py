"""What the page asks MongoDB, and what it writes: labels, draws, a note of both."""

from __future__ import annotations

import secrets
from datetime import datetime

import numpy as np

from domain.cells import EVERY_REFORM
from domain.labels import Answer, Frame
from domain.periods import Period, Step
from mood import judged, reading
from mood.drawing import Taken, draw_sample
from mood.estimates import Estimate
from mood.judged import Findings
from store.audit import Audit
from store.labels import Labels, Progress, ToLabel
from store.scorers import load_card
from ui import queries, roles
from ui.queries import Address, Base


def progress(address: Address, labeller: str = "") -> Progress:
    """How far all that was drawn is labelled."""
    return queries.once(address, lambda base: Labels(base).progress(labeller))


def pending(address: Address, labeller: str, *, second: bool) -> ToLabel | None:
    """What ``labeller`` is to label next."""
    found = queries.once(
        address, lambda base: Labels(base).pending(labeller, second=second)
    )
    return found[0] if found else None


def answer(address: Address, comment: str, said: Answer) -> None:
    """Saved first: it may be repeated, and what is noted counts up."""
    queries.once(address, lambda base: Labels(base).save(comment, said))
    _note(address, comment, said.at, withdrawn=False)


def withdraw(address: Address, comment: str, labeller: str, *, now: datetime) -> None:
    queries.once(address, lambda base: Labels(base).withdraw(comment, labeller))
    _note(address, comment, now, withdrawn=True)


def _note(address: Address, comment: str, now: datetime, *, withdrawn: bool) -> None:
    """Under the name of the sign-in: the labeller's is one that was typed."""
    queries.once(
        address,
        lambda base: Audit(base).labelled(
            comment, by=roles.who(), now=now, withdrawn=withdrawn
        ),
    )


def draw(address: Address, frame: Frame, *, size: int, now: datetime) -> Taken:
    """Draw by lots that nobody can know beforehand."""
    chance = np.random.default_rng(secrets.randbits(64))
    return queries.once(
        address,
        lambda base: draw_sample(base, frame, size=size, chance=chance, now=now),
    )


@queries.kept()
def found(
    database: Base,
    frame: Frame,
    *,
    k: int,
    answers: int,  # noqa: ARG001 - with one more, the answer is another
) -> Findings:
    """What the labels of ``frame`` say."""
    labels = Labels(database).select(
        frame.period,
        reform=frame.reform,
        sources=frame.sources,
        languages=frame.languages,
    )
    return judged.findings(labels, load_card(database), k=k, reform=frame.reform)


@queries.kept()
def without_labels(  # noqa: PLR0913 - the filters of every chart
    database: Base,
    period: Period,
    *,
    reform: str,
    sources: tuple[str, ...] | None,
    languages: tuple[str, ...] | None,
    by: Step,
    k: int,
) -> list[Estimate]:
    """The mood as it would be if nobody had labelled."""
    return reading.series(
        database,
        period,
        by=by,
        reform=None if reform == EVERY_REFORM else reform,
        sources=sources,
        languages=languages,
        k=k,
        labels=False,
    )
