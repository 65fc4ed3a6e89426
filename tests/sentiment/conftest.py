"""The scorer that ships, loaded once."""

from __future__ import annotations

import pytest

from sentiment.scorer import Scorer


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer.load()
