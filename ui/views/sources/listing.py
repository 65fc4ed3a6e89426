"""All sources: who, what kind, when last seen, how complete, paused or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.choices import Choice
from domain.coverage import Ledger
from domain.periods import Period
from domain.sources import Kind
from shown.frames import Row, wall
from shown.marks import causes
from shown.speech import _, later, n_
from store.reading import KnownSource
from ui import exports, roles, states, tables
from ui.shell import Here
from ui.table import called
from ui.views.sources import asked

COLUMNS = ("name", "institution", "state", "seen", "comments", "complete", "kind")

KINDS = {
    "telegram": later("Telegram, by an account"),
    "telegram_web": later("Telegram, by its web pages"),
    "feed": later("Feed"),
    "page": later("Web page"),
    "youtube": later("YouTube"),
    "file": later("File"),
}


def show(here: Here, chosen: Sequence[Choice], stored: Mapping[str, int]) -> None:
    """A sentence, the table, and for analysts the switch."""
    sources, paused = _all(here, chosen), {c.source for c in chosen if c.paused}
    if not sources:
        states.empty(
            _("No source yet"),
            _("Try one below, or name some in `kayfiyat.toml`."),
        )
        return
    st.markdown(sentence(sources, here.known.ledgers, paused))
    table = sources_frame(sources, here.known.ledgers, paused, stored, k=here.k)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(_("Sources"), anchor=False)
        now = replace(here, period=Period(here.today, here.today))
        exports.menu(now, "sources", table=table)
    _table(table, here.k)
    if roles.may_write():
        _switch(here, sources, chosen)


def sentence(
    sources: Sequence[KnownSource], ledgers: Mapping[str, Ledger], paused: set[str]
) -> str:
    """How many are followed, and how many of them cannot be seen. Pure."""
    live = [s for s in sources if s.kind != Kind.FILE and s.id not in paused]
    blind = [s for s in live if _blind(ledgers.get(s.id, ()))]
    told = [
        n_("We listen to **{n} source**.", "We listen to **{n} sources**.", len(live))
    ]
    if blind:
        told.append(
            n_(
                "**{n} cannot be seen** at the moment.",
                "**{n} cannot be seen** at the moment.",
                len(blind),
            )
        )
    elif live:
        told.append(_("All of them could be seen when we last looked."))
    if paused:
        told.append(n_("{n} is paused.", "{n} are paused.", len(paused)))
    return " ".join(told)


def sources_frame(
    sources: Iterable[KnownSource],
    ledgers: Mapping[str, Ledger],
    paused: set[str],
    stored: Mapping[str, int],
    *,
    k: int,
) -> pd.DataFrame:
    """One row for each source; fewer than ``k`` comments are not counted. Pure."""
    rows = [
        _row(each, ledgers.get(each.id, ()), each.id in paused)
        | {"comments": _told(stored.get(each.id, 0), k)}
        for each in sources
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype(
        {"seen": "datetime64[s]", "comments": "Int64", "complete": float}
    )


def _told(comments: int, k: int) -> int | None:
    return None if 0 < comments < k else comments


def _row(source: KnownSource, ledger: Ledger, paused: bool) -> Row:
    complete = source.completeness
    return {
        "kind": _(KINDS.get(source.kind, source.kind)),
        "name": source.name,
        "institution": source.institution,
        "seen": wall(source.last_seen_at) if source.last_seen_at else None,
        "complete": None if complete is None else 100 * complete,
        "state": _state(source, ledger, paused=paused),
    }


def _state(source: KnownSource, ledger: Ledger, *, paused: bool) -> str:
    if source.kind == Kind.FILE:
        return _("imported")
    if paused:
        return _("paused")
    if not ledger:
        return _("not read yet")
    reason = ledger[-1].reason
    return _("not seen: {why}", why=causes([reason])) if reason else _("seen")


def _blind(ledger: Ledger) -> bool:
    return bool(ledger) and ledger[-1].reason is not None


def _table(table: pd.DataFrame, k: int) -> None:
    columns = {
        "name": tables.words_column(_("Name")),
        "institution": tables.words_column(_("Institution")),
        "state": tables.words_column(_("State"), width="medium"),
        "seen": tables.moment_column(_("Last seen (Tashkent)")),
        "comments": tables.count_column(_("Comments counted")),
        "complete": tables.share_column(_("Complete")),
        "kind": tables.words_column(_("Kind")),
    }
    tables.show(table, columns, _("Sources with when they were last seen"))
    st.caption(
        _(
            "Comments counted: empty where there are fewer than {k}. Complete: of the "
            "comments that the server counts under recent posts, the share that is "
            "stored. Empty: it does not say.",
            k=k,
        )
    )


def _all(here: Here, chosen: Sequence[Choice]) -> list[KnownSource]:
    """The sources that were read once, and those added and not read yet."""
    there = {source.id for source in here.known.sources}
    fresh = [
        _fresh(choice)
        for choice in chosen
        if choice.settings is not None and choice.source not in there
    ]
    return [*here.known.sources, *fresh]


def _fresh(choice: Choice) -> KnownSource:
    kind, _colon, name = choice.source.partition(":")
    said = choice.settings or {}
    return KnownSource(
        id=choice.source,
        kind=kind,
        name=name,
        institution=str(said.get("institution", "")),
        official=bool(said.get("official")),
        language=None,
        last_seen_at=None,
        comments=None,
        posts=None,
    )


def _switch(
    here: Here, sources: Sequence[KnownSource], chosen: Sequence[Choice]
) -> None:
    """Pause one, go on with it, or take out one that was added."""
    named = {
        s.id: f"{called(s)} · {_(KINDS.get(s.kind, s.kind))}"
        for s in sources
        if s.kind != Kind.FILE
    }
    if not named:
        return
    by_source = {choice.source: choice for choice in chosen}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        source = st.selectbox(
            _("Pause a source, or go on"),
            list(named),
            format_func=lambda id_: named.get(id_, id_),
            key="switched",
            width=360,
        )
        _buttons(here, by_source.get(source, Choice(source)))
    st.caption(
        _(
            "A paused source is read no more after the pass in hand; its time is "
            "blind. When you go on, what it still shows of that time is caught up."
        )
    )


def _buttons(here: Here, choice: Choice) -> None:
    if choice.paused:
        if st.button(_("Go on"), icon=":material/play_arrow:", key="go_on"):
            _pause(here, choice.source, paused=False)
    elif st.button(_("Pause"), icon=":material/pause:", key="pause"):
        _pause(here, choice.source, paused=True)
    if choice.settings is not None and st.button(
        _("Take out"), icon=":material/remove:", key="take_out"
    ):
        asked.remove(here.address, choice.source)
        st.rerun()


def _pause(here: Here, source: str, *, paused: bool) -> None:
    asked.pause(here.address, source, paused=paused)
    st.rerun()
