"""The table of pages, in the order of the menu.

To add one: write ``ui/views/<name>.py`` with ``TITLE`` and ``show()``, name it here,
run ``python -m tests.shown.messages`` and translate ``shown/locale/*/<name>.po``
(docs/app.md).
"""

from __future__ import annotations

from types import ModuleType

from ui.views import (
    campaigns,
    coverage,
    label,
    letters,
    method,
    mood,
    official,
    reform,
    reforms,
    sources,
    voices,
)

CONTENTS: tuple[ModuleType, ...] = (
    mood,
    reforms,
    reform,
    voices,
    official,
    campaigns,
    coverage,
    label,
    sources,
    letters,
    method,
)
"""The first is the one that opens. An address ends in the module's name."""


def name(page: ModuleType) -> str:
    """What a page is called in its address."""
    return page.__name__.rpartition(".")[2]
