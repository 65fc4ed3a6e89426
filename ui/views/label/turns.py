"""One comment after the other, answered by a key or a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from domain.labels import Answer, Said
from shown import words
from shown.speech import _, later, n_
from store.labels import Progress, ToLabel
from ui import queries, roles, states
from ui.shell import Here
from ui.tongue import fragment
from ui.views.label import asked, subjects

NAME = "_labeller"
PRESSED = "_label_pressed"
DONE = "_labelled"
FRESH = "_label_batch"

BATCH = 5
"""After so many answers, the page's figures and charts are made anew."""

LONGEST_NAME = 40
LONGEST_POST = 300
"""So much of a post is shown above a comment."""

UNDO = "Backspace"

ANSWERS = {
    Said.AGAINST: (later("Against"), "1"),
    Said.NEUTRAL: (later("Neutral"), "2"),
    Said.IN_FAVOUR: (later("In favour"), "3"),
    Said.UNCLEAR: (later("Cannot say"), "4"),
}
"""Digits: letters are elsewhere on a keyboard in Cyrillic."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """An answer to ``comment``; None takes back what was said of it.

    ``reforms``: which it speaks of, if they are others than were found.
    """

    comment: str
    said: Said | None
    reforms: tuple[str, ...] | None = None


def table(here: Here, progress: Progress) -> None:
    """Where one sits down to label, once something is drawn and a name is given."""
    st.subheader(_("Label"), anchor=False)
    if not progress.drawn:
        states.empty(
            _("Nothing is drawn yet"),
            _("Draw a sample below; then its comments come here one by one."),
        )
    elif name := st.session_state.get(NAME):
        second = _sitting(name)
        turn(here, name, second)
    else:
        _ask_name()


def _ask_name() -> None:
    with st.form("labeller", width=420):
        given = st.text_input(
            _("Your name or initials"),
            max_chars=LONGEST_NAME,
            help=_("Kept with your labels, so that two labellers can be compared."),
        )
        if st.form_submit_button(_("Begin")) and one_line(given):
            st.session_state[NAME] = one_line(given)
            st.rerun()


def one_line(name: str) -> str:
    """The name as the command line keeps it, so that both mean the same labeller."""
    printable = (char if char.isprintable() else " " for char in name)
    return " ".join("".join(printable).split())


def _sitting(name: str) -> bool:
    """Who labels, and whether as the second labeller."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("You label as **{name}**.", name=words.plain(name)))
        if st.button(_("Change the name"), type="tertiary"):
            del st.session_state[NAME]
            # What could not be kept of one must not be kept as another's.
            st.session_state.pop(PRESSED, None)
            st.rerun()
    return st.toggle(
        _("As second labeller: what others labelled, to compare"),
        key="second",
        help=_("You see the comments, not their answers."),
    )


@fragment()
def turn(here: Here, labeller: str, second: bool) -> None:
    """The next comment; only this part is drawn anew after an answer."""
    if roles.may_write():  # asked anew: this part runs without the page
        _turn(here, labeller, second=second)


def _turn(here: Here, labeller: str, *, second: bool) -> None:
    done = _done(labeller, second=second)
    answered = _do(here, labeller, done)
    comment = asked.pending(here.address, labeller, second=second)
    if answered and _batch_is_full(last=comment is None):
        queries.forget()
        st.rerun()
    if comment:
        _show(here, comment)
    else:
        _nothing_left(second=second)
    _far(here, labeller, second=second)
    _below(comment, done)


def _done(labeller: str, *, second: bool) -> list[str]:
    """What was labelled in this sitting, the latest last."""
    kept: dict[tuple[str, bool], list[str]] = st.session_state.setdefault(DONE, {})
    return kept.setdefault((labeller, second), [])


def _do(here: Here, labeller: str, done: list[str]) -> bool:
    """Keep what was pressed; whether anything was.

    What MongoDB does not take stays pressed, and is kept at the next try.
    """
    pressed: Pressed | None = st.session_state.get(PRESSED)
    if pressed is None:
        return False
    if pressed.said is None:
        now = datetime.now(UTC)
        asked.withdraw(here.address, pressed.comment, labeller, now=now)
        done[:] = [comment for comment in done if comment != pressed.comment]
    else:
        said = Answer(labeller, pressed.said, datetime.now(UTC), pressed.reforms)
        asked.answer(here.address, pressed.comment, said)
        done[:] = [comment for comment in done if comment != pressed.comment]
        done.append(pressed.comment)
    del st.session_state[PRESSED]
    return True


def _batch_is_full(*, last: bool) -> bool:
    count = st.session_state.get(FRESH, 0) + 1
    full = last or count >= BATCH
    st.session_state[FRESH] = 0 if full else count
    return full


def _show(here: Here, comment: ToLabel) -> None:
    with st.container(border=True, key="comment"):
        st.caption(_under_what(comment))
        # Words from outside are never read as markup.
        st.text(comment.text)
        about = subjects.chosen(here, comment)
        st.markdown(f"**{subjects.question(here, about)}**")
        reforms = subjects.corrected(comment, about)
        with st.container(horizontal=True):
            for said, (name, key) in ANSWERS.items():
                st.button(
                    _(name),
                    key=f"say-{said}",
                    shortcut=key if st.session_state.get("keys", True) else None,
                    on_click=_press,
                    args=(Pressed(comment.comment, said, reforms),),
                )


def _press(pressed: Pressed) -> None:
    """Only noted here: what MongoDB does not take must become a sentence."""
    st.session_state[PRESSED] = pressed


def _under_what(comment: ToLabel) -> str:
    day = words.day(comment.day)
    if not comment.post_text:
        return day
    post = " ".join(comment.post_text.split())
    cut = post[:LONGEST_POST] + ("…" if len(post) > LONGEST_POST else "")
    return _("{day} · under the post: {post}", day=day, post=words.plain(cut))


def _nothing_left(*, second: bool) -> None:
    if second:
        states.empty(
            _("Nothing is left to compare"),
            _(
                "You have answered all that others labelled and whose words have not "
                "expired."
            ),
        )
    else:
        states.empty(
            _("All that was drawn is labelled"),
            _(
                "Draw more below, or label as second what others labelled. What "
                "expired before it was labelled is left out."
            ),
        )


def _below(comment: ToLabel | None, done: list[str]) -> None:
    """The way back, and whether keys answer."""
    with st.container(horizontal=True, vertical_alignment="center"):
        keys = st.session_state.get("keys", True)
        st.button(
            _("Take back the last"),
            key="undo",
            icon=":material/undo:",
            disabled=not done,
            shortcut=UNDO if keys else None,
            on_click=_press,
            args=(Pressed(done[-1] if done else "", None),),
        )
        if comment:
            st.toggle(
                _("Answer with the keys 1 to 5"),
                value=True,
                key="keys",
                help=_("Off, the keys do nothing and the buttons still work."),
            )


def _far(here: Here, labeller: str, *, second: bool) -> None:
    """How far all that was drawn is, or what others labelled."""
    progress = asked.progress(here.address, labeller)
    whole, done = progress.drawn, progress.answered
    told = _(
        "{done} of {whole} labelled", done=words.count(done), whole=words.count(whole)
    )
    if second:
        whole, done = progress.mine + progress.others, progress.mine
        told = n_(
            "{n} comment of others still to compare",
            "{n} comments of others still to compare",
            progress.others,
        )
    mine = n_("{n} by you", "{n} by you", progress.mine)
    st.progress(done / max(whole, 1), text=f"{told} · {mine}")
