"""The two notes that answer somebody who asks for the letter. Pure.

Nothing in them comes from whoever asked: the form is no way to write to strangers.
"""

from __future__ import annotations

import re
from contextvars import copy_context
from functools import cache
from textwrap import fill

from jinja2 import Environment, PackageLoader, StrictUndefined

from digest.mail.messages import Note
from digest.readers.links import CONFIRM_WITHIN
from shown.speech import _, n_, speak, spoken

_LINK = re.compile(r"https?://\S+")

WIDTH = 72
"""Characters of a line of text (RFC 5322, 2.1.1: at most 78)."""


def confirm(link: str, tag: str) -> Note:
    """Asks, in the language ``tag``, whether the reader wants the letter."""
    return copy_context().run(_confirm, link, tag)


def known(preferences: str, unsubscribe: str, tag: str) -> Note:
    """Says to a reader who has the letter how to change or end that."""
    return copy_context().run(_known, preferences, unsubscribe, tag)


def _confirm(link: str, tag: str) -> Note:
    speak(tag)
    return note(
        _("Confirm your subscription to the weekly letter"),
        [
            _(
                "Somebody, probably you, asked that the weekly letter of Kayfiyat on "
                "the mood of the public be sent to this address."
            ),
            _(
                "To receive it, open this link within {days} and press the button "
                "there:",
                days=n_("{n} day", "{n} days", CONFIRM_WITHIN.days),
            ),
            link,
            _(
                "If it was not you, do nothing: no letter will come, and the address "
                "is deleted."
            ),
        ],
    )


def _known(preferences: str, unsubscribe: str, tag: str) -> Note:
    speak(tag)
    return note(
        _("You get the weekly letter already"),
        [
            _(
                "Somebody, probably you, asked for the weekly letter of Kayfiyat at "
                "this address, which gets it already. Nothing was changed."
            ),
            _("To change the language, the reforms or the alerts, open:"),
            preferences,
            _("To unsubscribe, open:"),
            unsubscribe,
        ],
    )


def note(subject: str, paragraphs: list[str]) -> Note:
    """``paragraphs`` are sentences and, each alone, links."""
    links = [each for each in paragraphs if _LINK.fullmatch(each)]
    lines = (each if each in links else fill(each, WIDTH) for each in paragraphs)
    html = (
        _environment()
        .get_template("note.html.j2")
        .render(lang=spoken().tag, subject=subject, paragraphs=paragraphs, links=links)
    )
    return Note(subject, "\n\n".join(lines) + "\n", html)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("digest"), autoescape=True, undefined=StrictUndefined
    )
