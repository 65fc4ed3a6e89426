"""The short form of ``make chaos``."""

from __future__ import annotations

from pathlib import Path

from tests.listener.telegram.chaos import chaos


def test_killed_at_random_the_listener_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    outcome = chaos(tmp_path, kills=10, comments=20_000, seed=3)

    assert outcome.kills == 10
    assert outcome.at_work > 4
    assert outcome.comments > 20_000
    assert not outcome.differences, (outcome, outcome.last_words)
