"""The menu that saves what a page shows. A file is made when it is asked for.

Who saved what is noted before it is given (``ui.noting``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextvars import Context, copy_context
from functools import partial

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from shown import words
from shown.localised import spec_of
from shown.pictures import png_of
from shown.speech import _
from ui import choosing
from ui.files import clocked, csv_of, parquet_of
from ui.filters import Filters
from ui.noting import Make, noted
from ui.shell import Here

_KINDS = {
    "csv": ("CSV", "text/csv"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "png": ("PNG", "image/png"),
}
"""What a button is called, and what its file is."""

LONGEST = 40
"""Of one id no more letters stand in a file's name."""


def menu(  # noqa: PLR0913 - a file, and all that it says of itself
    here: Here,
    name: str,
    *,
    table: pd.DataFrame,
    chart: alt.TopLevelMixin | None = None,
    title: str = "",
    note: str = "",
) -> None:
    """Offer ``table`` as CSV and Parquet, and ``chart`` under its ``title`` as PNG.

    ``note`` is what a picture must say besides.

    ``name`` begins the files' names: English, in small letters. Their days and
    filters are those of ``here``: where they hold others than the page shows, it is
    given with theirs. The table must hold nothing about fewer than k voices, and
    nothing by author.
    """
    kept = clocked(table)
    saved = partial(_button, here, name, rows=len(kept))
    with st.popover(_("Save"), icon=":material/download:"):
        saved("csv", partial(csv_of, kept))
        saved("parquet", partial(parquet_of, kept))
        if chart is not None:
            # It is made in another thread, which must speak the same language.
            make = partial(_png, copy_context(), chart, title, subtitle(here, note))
            saved("png", make)


def ready(here: Here, name: str, files: Iterable[tuple[str, str, Make]]) -> None:
    """Offer what is written already, each as kind, MIME type and how it is made.

    ``name`` is what the files are called; it should say if they are made up.
    """
    with st.popover(_("Save"), icon=":material/download:"):
        for kind, mime, make in files:
            given = noted(here, make, of=name, form=kind, rows=1)
            key = f"save-ready-{kind}"
            _offer(kind.upper(), given, f"{name}.{kind}", mime, key=key)


def file_name(here: Here, name: str, kind: str) -> str:
    """``kayfiyat-mood-ru-2026-01-01-2026-03-31.csv``; made-up data says so."""
    made_up = "-synthetic" if here.known.synthetic else ""
    what = "-".join(filter(None, [name, *_marks(here.filters)]))
    period = here.period
    return f"kayfiyat{made_up}-{what}-{period.first}-{period.last}.{kind}"


def _marks(chosen: Filters) -> Iterator[str]:
    """What was chosen, short: of several sources only how many."""
    if chosen.reform:
        yield _slug(chosen.reform)
    if len(chosen.sources) > 1:
        yield f"{len(chosen.sources)}-sources"
    else:
        yield from map(_slug, chosen.sources)
    yield from map(_slug, chosen.languages)
    if not chosen.campaigns:
        yield "without-campaigns"


def _slug(id_: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", id_.lower())[:LONGEST].strip("-")


def subtitle(here: Here, note: str = "") -> str:
    """What a picture must say of itself, wherever it is sent."""
    parts = [words.days(here.period)]
    if here.filters.reform:
        parts.insert(0, here.known.title(here.filters.reform))
    parts += [*choosing.told(here.filters, here.known), note]
    if here.known.synthetic:
        parts.append(_("SYNTHETIC: made up, says nothing about anyone"))
    return " · ".join(filter(None, parts))


def _png(
    context: Context, chart: alt.TopLevelMixin, title: str, subtitle: str
) -> bytes:
    spec = context.copy().run(spec_of, chart)
    return png_of(spec, title=title, subtitle=subtitle)


def _button(here: Here, name: str, kind: str, make: Make, *, rows: int) -> None:
    label, mime = _KINDS[kind]
    given = noted(here, make, of=name, form=kind, rows=rows)
    _offer(label, given, file_name(here, name, kind), mime, key=f"save-{name}-{kind}")


def _offer(label: str, make: Make, file: str, mime: str, *, key: str) -> None:
    st.download_button(
        label,
        make,
        file_name=file,
        mime=mime,
        key=key,
        on_click="ignore",
        width="stretch",
    )
