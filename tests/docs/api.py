"""``python -m tests.docs.api``: the docstrings as HTML in ``build/api``, by pdoc.

A module that cannot be imported, or of which pdoc warns, ends it.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import pdoc

from tests.docs.markdown import ROOT

BUILT = ROOT / "build" / "api"

PACKAGES = ("domain", "store", "mood", "sentiment", "listener", "shown", "digest")
"""Those to build on; ``ui`` is pages and ``kayfiyat`` commands, told elsewhere."""


def build(where: Path, packages: Sequence[str] = PACKAGES) -> None:
    """Write a page for each module of ``packages``. Raises what pdoc warns of."""
    pdoc.render.configure(docformat="markdown", math=False, search=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Names that a class hides or PyMongo keeps: shown as they are written.
        warnings.filterwarnings("ignore", "Error parsing type annotation")
        pdoc.pdoc(*packages, output_directory=where)


if __name__ == "__main__":
    build(BUILT)
    sys.stdout.write(f"Written: {BUILT / 'index.html'}\n")
