"""One scorer for ``benchmarks.scorers``: it loads, says so, and begins when told."""

from __future__ import annotations

import sys

from benchmarks.scoring import ENGLISH, RUSSIAN, UZBEK
from domain.settings import PrivacySettings
from kayfiyat import logs
from kayfiyat.scoring import score_what_comes
from kayfiyat.stopping import stop_on_signals
from sentiment.scorer import Scorer
from store.clients import connect


def main(uri: str, name: str, *options: str) -> None:
    """What `kayfiyat score` does, with the words that never expire."""
    logs.configure()
    database = connect(uri, name)
    Scorer.load().predict([UZBEK, RUSSIAN, ENGLISH])  # each has a lexicon to read
    print("ready", flush=True)
    sys.stdin.readline()
    with stop_on_signals() as stop:
        privacy = PrivacySettings(text_days=36_500)
        score_what_comes(database, privacy, once="--once" in options, stop=stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
