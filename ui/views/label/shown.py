"""What the labels say: accuracy, agreement, the mood with them and without."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from domain.cells import EVERY_REFORM
from mood.estimates import Estimate
from mood.judged import Findings
from shown import words
from shown.speech import _, n_
from ui import exports, states, tables
from ui.drawn import draw
from ui.shell import Here
from ui.views.label import asked, charts, sentences


def findings(here: Here, found: Findings) -> None:
    """How right the scorer is by language and script; how labellers agree."""
    if not found.labelled:
        return
    for each in found.languages:
        if told := sentences.drifted(each):
            st.warning(told, icon=":material/trending_down:")
    _accuracy(here, found)
    st.subheader(_("How far labellers agree"), anchor=False)
    st.markdown(sentences.agreed(found.agreement, found.twice, here.k))


def _accuracy(here: Here, found: Findings) -> None:
    table = charts.accuracy_frame(found, k=here.k)
    title = _("How often the scorer is right")
    if not table["right"].notna().any():
        st.subheader(title, anchor=False)
        few = _("No language has clear labels of {k} voices yet.", k=here.k)
        states.empty(_("Too few labels"), few)
        return
    chart = charts.accuracy_chart(table)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        exports.menu(here, "labels", table=table, chart=chart, title=title)
    st.caption(_accuracy_note(found, card=bool(table["card"].notna().any())))
    draw(chart, title)
    _accuracy_table(table, title)


def _accuracy_note(found: Findings, *, card: bool) -> str:
    told = [_("Point: of the clear labels, the share told right. Bar: 95% interval.")]
    if card:
        told.append(_("Upright tick: what the scorer's card says."))
    if found.unclear:
        told.append(
            n_(
                "{n} label is “cannot say” and left out.",
                "{n} labels are “cannot say” and left out.",
                found.unclear,
            )
        )
    if found.elsewhere:
        told.append(
            n_(
                "{n} label says that the comment speaks of something else than the "
                "reform: it is left out, of the mood too.",
                "{n} labels say that the comment speaks of something else than the "
                "reform: they are left out, of the mood too.",
                found.elsewhere,
            )
        )
    return " ".join(told)


def _accuracy_table(table: pd.DataFrame, title: str) -> None:
    shown = pd.DataFrame(
        {
            "what": table["what"],
            "labels": table["labels"],
            "right": 100 * table["right"],
            "between": [
                words.NOTHING
                if pd.isna(row.low)
                else f"{words.percent(row.low)} – {words.percent(row.high)}"
                for row in table.itertuples()
            ],
            "card": [
                words.NOTHING if pd.isna(share) else words.percent(share)
                for share in table["card"]
            ],
        }
    )
    columns = {
        "what": tables.words_column(_("Language")),
        "labels": tables.count_column(_("Labels")),
        "right": tables.share_column(_("Right")),
        "between": tables.words_column(_("95% interval"), width="small"),
        "card": tables.words_column(_("By its card"), width="small"),
    }
    tables.show(shown, columns, title)


def moods(here: Here, estimates: Sequence[Estimate]) -> None:
    """The mood of the steps that have enough labels, with them and without."""
    if not any(each.labels for each in estimates):
        return
    chosen = here.filters
    plain = asked.without_labels(
        here.address,
        here.period,
        reform=chosen.reform or EVERY_REFORM,
        sources=chosen.sources or None,
        languages=chosen.languages or None,
        by=chosen.by,
        k=here.k,
    )
    table = charts.moods_frame(estimates, plain, by=chosen.by)
    if table.empty:
        return
    chart, title = charts.moods_chart(table), _("Mood without labels and with them")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        exports.menu(here, "labels-mood", table=table, chart=chart, title=title)
    st.caption(
        _("Point: estimate. Bar: 95% interval. Other pages show the mood with labels.")
    )
    draw(chart, title)
    _moods_table(table, title)


def _moods_table(table: pd.DataFrame, title: str) -> None:
    shown = pd.DataFrame(
        {
            "step": table["step"],
            "labels": table["labels"],
            "without": _told(table, "without"),
            "with": _told(table, "with"),
        }
    )
    columns = {
        "step": tables.words_column(_("When")),
        "labels": tables.count_column(_("Labels")),
        "without": tables.words_column(_("Mood without labels")),
        "with": tables.words_column(_("Mood with labels")),
    }
    tables.show(shown, columns, title)


def _told(table: pd.DataFrame, name: str) -> list[str]:
    return [
        f"{words.signed(row[name])} "
        f"({words.interval(row[f'{name}_low'], row[f'{name}_high'])})"
        for row in table.to_dict("records")
    ]
