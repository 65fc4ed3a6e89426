"""Bring a file: an export or a table, taken in by the listener's process."""

from __future__ import annotations

import os
import secrets
import shutil
from io import BytesIO
from pathlib import Path

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.asks import Ask, Asked, Report
from domain.uploads import MAX_MB, Upload, safe_name
from shown import words
from shown.speech import _, later, n_
from ui import tables
from ui.launch import UPLOADS
from ui.shell import Here
from ui.tongue import fragment
from ui.views.sources import asked, waiting

ROUND = "upload_round"
"""Grows with each file that was taken, so that the next begins empty."""

WHY = {
    "no date that can be read": later("no date that can be read"),
    "it has no date that can be read": later("no date that can be read"),
    "a kind of message that the exporter did not support": later(
        "a kind of message that the exporter did not support"
    ),
}
"""The frequent reasons in the reader's language; the others are told as they are."""


def show(here: Here) -> None:
    """The form, and what came of the newest files."""
    st.subheader(_("Bring an export"), anchor=False)
    folder = os.environ.get(UPLOADS)
    if not folder:
        st.caption(
            _("Files can be brought where the app was started by `kayfiyat app`.")
        )
        return
    _form(here, Path(folder))
    for number, ask in enumerate(asked.latest(here.address, Asked.IMPORT)):
        if ask.ended:
            _report(ask, number)
        else:
            _wait(here, ask.id)


def _form(here: Here, folder: Path) -> None:
    st.markdown(
        _(
            "A Telegram Desktop export (JSON or HTML), a table (CSV, JSONL, Excel) or "
            "comments from VK, up to {n} MB; packed by gzip, too. Private chats are "
            "refused. Names become pseudonyms, and the file is deleted afterwards.",
            n=MAX_MB,
        )
    )
    number = st.session_state.setdefault(ROUND, 0)
    file = st.file_uploader(_("File"), key=f"upload_{number}", max_upload_size=MAX_MB)
    with st.expander(_("If the file needs explaining")):
        columns = st.text_input(
            _("Columns of a table, if they are named otherwise"),
            key="upload_columns",
            max_chars=300,
            placeholder="text=message,at=date",
        )
        public = st.checkbox(
            _("I state that this HTML export is of a public chat"), key="upload_public"
        )
    pressed = st.button(
        _("Take in"), type="primary", icon=":material/upload:", disabled=file is None
    )
    if not pressed or file is None:
        return
    told = {"columns": (columns or "").strip(), "public": "yes" if public else ""}
    if bring(here, file, file.name, folder, told):
        st.session_state[ROUND] = number + 1
        st.rerun()
    waiting.too_many()


def bring(
    here: Here, file: BytesIO, name: str, folder: Path, told: dict[str, str]
) -> bool:
    """Lay the file where only its owner reads it, and ask; False if it is too much."""
    upload = Upload(secrets.token_hex(16), safe_name(name))
    path = upload.path_in(folder)
    laid(file, path)
    what = {"token": upload.token, "name": upload.name, **told}
    if asked.ask(here.address, Asked.IMPORT, what):
        return True
    shutil.rmtree(path.parent, ignore_errors=True)
    return False


def laid(file: BytesIO, path: Path) -> None:
    """Copy ``file`` to ``path``, piece by piece, readable to its owner alone."""
    path.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(mode=0o700)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy, 1 << 20)


@fragment(run_every=waiting.LOOK)
def _wait(here: Here, id_: str) -> None:
    """Look again until the file is in."""
    asks = asked.latest(here.address, Asked.IMPORT)
    ask = next((each for each in asks if each.id == id_), None)
    if ask is None or ask.ended:
        st.rerun()
    st.markdown(f"**{words.plain(ask.what.get('name', ''))}**")
    waiting.show(ask, now=asked.now())


def _report(ask: Ask, number: int) -> None:
    name = words.plain(ask.what.get("name", ""))
    with st.container(border=True):
        st.markdown(f"**{name}** · {words.moment(ask.at)}")
        if not isinstance(ask.answer, Report):
            waiting.failed(ask)
            return
        st.markdown(sentence(ask.answer))
        if ask.answer.why and number == 0:
            _why(ask.answer)


def sentence(report: Report) -> str:
    """What became of the file: saved, skipped, set aside. Pure."""
    told = [
        n_("Read **{n} row**:", "Read **{n} rows**:", report.read),
        n_("{n} saved,", "{n} saved,", report.added),
        n_("{n} changed,", "{n} changed,", report.changed),
        n_("{n} skipped as known.", "{n} skipped as known.", report.known),
    ]
    if report.set_aside:
        told.append(
            n_(
                "{n} more could not be read and was set aside.",
                "{n} more could not be read and were set aside.",
                report.set_aside,
            )
        )
    if report.refused:
        told.append(
            n_(
                "{n} private chat was refused.",
                "{n} private chats were refused.",
                report.refused,
            )
        )
    return " ".join(told)


def _why(report: Report) -> None:
    rows = [
        {"why": _(WHY[why]) if why in WHY else why, "rows": number}
        for why, number in report.why
    ]
    columns = {
        "why": tables.words_column(_("Set aside because"), width="large"),
        "rows": tables.count_column(_("Rows")),
    }
    tables.show(pd.DataFrame(rows), columns, _("Why rows were set aside"))
