"""Method: how every number is made, how well, and what it must not be used for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from domain.cards import Card
from domain.periods import Period
from shown import words
from shown.speech import _, later
from ui import exports, shell, states, tables
from ui.drawn import draw
from ui.row import row
from ui.shell import Here
from ui.views.method import asked, figures, told

TITLE = later("Method")


def show() -> None:
    """The scorer's figures, the making of each number, limits, people, ethics."""
    shell.page(
        _(TITLE),
        _(
            "How every number here is made, how well, what it cannot say, and what it "
            "must not be used for."
        ),
        _body,
        offers=(),
        empty_too=True,
    )


def _body(here: Here) -> None:
    st.markdown(
        _(
            "Each mood is an **estimate of what people who comment in public write**, "
            "corrected for the program's own errors and shown with its doubt. It is no "
            "survey of the population."
        )
    )
    _scorer(here)
    _made(here)
    st.subheader(_("What it cannot say"), anchor=False)
    st.markdown(_listed(_said(each, here.k) for each in told.LIMITS))
    st.subheader(_("Who speaks here"), anchor=False)
    for each in told.PEOPLE:
        st.markdown(_said(each, here.k))
    st.subheader(_("What it must not be used for"), anchor=False)
    st.markdown(_listed(_said(each, here.k) for each in told.FORBIDDEN))
    st.caption(_("After: {papers}.", papers=told.PAPERS))


def _scorer(here: Here) -> None:
    st.subheader(_("How right the scorer is"), anchor=False)
    found = asked.scorer(here.address)
    if found is None:
        states.empty(
            _("No scorer has been at work here yet"),
            _("Its figures appear with the first comments that it scores."),
        )
        return
    _accuracy(found.card)
    _errors(found)
    _sets(here, found.card)


def _accuracy(card: Card) -> None:
    row(figures.figures(card), width=180)
    parts = [_("Scorer in use: {scorer}", scorer=words.plain(card.scorer))]
    if card.date:
        parts.append(_("trained on {day}", day=words.day(card.date)))
    texts = sum(each.texts for each in card.trained)
    if texts:
        parts.append(_("labelled texts: {n}", n=words.count(texts)))
    if card.language is not None:
        right = words.percent(card.language)
        parts.append(_("tells the language of {share} of comments", share=right))
    st.caption(" · ".join(parts))


def _errors(found: asked.InUse) -> None:
    there = list(figures.languages(found.errors))
    if not there:
        return
    st.markdown(
        _(
            "**How it errs.** Each row is what people say of comments, each column "
            "what the scorer says of them on average; a scorer without error would "
            "have 100% from corner to corner. The correction undoes these errors."
        )
    )
    with st.grid(3, min_column_width=260):
        for language in there:
            with st.container():
                name = words.language(language)
                st.markdown(f"**{name}**")
                described = _("How the scorer errs: {language}", language=name)
                draw(figures.errors_chart(found.errors[language]), described)
    _weakest(found.card)


def _weakest(card: Card) -> None:
    recall = figures.recall_of(card, "uz")
    if recall and recall[1] is not None:
        told_ = _(
            "Weakest are neutral comments in Uzbek: {share} of them are told as such.",
            share=words.percent(recall[1]),
        )
        st.caption(told_)


def _sets(here: Here, card: Card) -> None:
    table = figures.sets_frame(card.measured)
    if table.empty:
        return
    title = _("Measured on these texts")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader(title, anchor=False)
        now = replace(here, period=Period(here.today, here.today))
        exports.menu(now, "method-accuracy", table=table)
    st.caption(
        _(
            "On a part of a set kept from training the scorer shows how it does on "
            "subjects that it knows; on a whole set kept from training, on new ones. "
            "Comments on a reform are nearer to the second. Last: how far the shares "
            "of a set were off, in points."
        )
    )
    columns = {
        "language": tables.words_column(_("Language"), width="small"),
        "set": tables.words_column(_("Texts labelled")),
        "how": tables.words_column(_("Measured")),
        "texts": tables.count_column(_("Texts")),
        "right": tables.share_column(_("Right")),
        "against": tables.share_column(_("Against, found")),
        "neutral": tables.share_column(_("Neutral, found")),
        "in_favour": tables.share_column(_("In favour, found")),
        "off": st.column_config.NumberColumn(_("Shares off by"), format="%.1f"),
    }
    tables.show(table, columns, title)


def _made(here: Here) -> None:
    st.subheader(_("From a comment to a mood"), anchor=False)
    for number, part in enumerate(told.PARTS, 1):
        name, said = _said(part.name, here.k), _said(part.words, here.k)
        st.markdown(f"**{number}. {name}.** {said}")
        if part.formula:
            # Not st.latex: its box scrolls, and no key reaches it.
            st.markdown(rf"$\displaystyle {part.formula}$")


def _said(message: str, k: int) -> str:
    return _(message, k=k, **told.NAMES)


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
