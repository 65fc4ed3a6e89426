"""Which words moved a score. The app knows no scorer: who starts it names one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from pkgutil import resolve_name
from typing import cast

from domain.attitudes import Verdict

EXPLAINER = "KAYFIYAT_EXPLAINER"
"""In the environment: ``package.module:name`` of what explains; else nothing does."""

Explain = Callable[[Sequence[str]], Sequence[Verdict]]


def explained(texts: Sequence[str]) -> Sequence[Verdict | None]:
    """What the scorer says of ``texts``, with the words that moved it; or nothing."""
    named = os.environ.get(EXPLAINER)
    if not named or not texts:
        return [None] * len(texts)
    return cast("Explain", resolve_name(named))(texts)


def warm() -> None:
    """Load the scorer beside the first page, so that nobody waits for it."""
    if os.environ.get(EXPLAINER):
        threading.Thread(target=explained, args=(["so"],), daemon=True).start()
