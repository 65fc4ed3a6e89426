"""Render a letter: HTML that survives mail clients, and text that stands alone. Pure.

Both say the same words, made once. A client may show no pictures, no styles of the
head, or turn light into dark: then the letter is plainer, never wrong. Nothing in it
is fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache
from textwrap import fill

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from digest import pictures, reforms, sections, wording
from digest.app_links import mood_view
from digest.letter import Letter
from digest.national import National, national
from digest.pictures import Picture
from digest.reforms import Reforms
from digest.sections import Section
from domain.letters import Edition
from shown import theme
from shown.speech import _, speak, spoken
from shown.words import days

PREFERENCES = "https://preferences.invalid/"
UNSUBSCRIBE = "https://unsubscribe.invalid/"
"""Where a reader's own links go: whoever sends the letter puts them in their place.
No such domain can be (RFC 2606)."""

WIDTH = 72
"""Characters of a line of text: once quoted, it is still below 78 (RFC 5322, 2.1.1)."""

_BRACKET = re.compile(r"\([^()]{1,24}\)")


@dataclass(frozen=True, slots=True)
class Said:
    """All that an edition says, in its language."""

    subject: str
    week: str
    synthetic: str
    lead: tuple[tuple[str, str], ...]
    national: National
    picture: Picture | None
    reforms: Reforms | None
    sections: tuple[Section, ...]
    view: str
    personal: bool


def edition(
    letter: Letter,
    tag: str,
    *,
    reforms: Collection[str] = (),
    app_url: str = "",
    personal: bool = True,
) -> Edition:
    """The letter in the language ``tag``, with only these reforms if any are named.

    With ``personal`` it ends with PREFERENCES and UNSUBSCRIBE; the archive's has none.
    """
    return copy_context().run(
        _edition, letter, tag, reforms=reforms, app_url=app_url, personal=personal
    )


def _edition(
    letter: Letter,
    tag: str,
    *,
    reforms: Collection[str],
    app_url: str,
    personal: bool,
) -> Edition:
    speak(tag)
    said = _said(letter, reforms, app_url=app_url, personal=personal)
    shown = [said.picture] if said.picture else []
    return Edition(
        subject=said.subject,
        html=_rendered("letter.html.j2", said),
        text=_rendered("letter.txt.j2", said),
        pictures={each.id: each.png for each in shown},
    )


def _said(
    whole: Letter, chosen: Collection[str], *, app_url: str, personal: bool
) -> Said:
    letter = reforms.chosen(whole, chosen)
    return Said(
        subject=wording.subject(letter),
        week=days(letter.week),
        synthetic=_synthetic() if letter.synthetic else "",
        lead=(
            (_("What moved"), wording.moved(letter)),
            (_("What did not"), wording.unmoved(letter)),
            (_("How complete"), wording.complete(letter)),
        ),
        national=national(letter),
        picture=pictures.national(letter),
        reforms=reforms.grouped(letter, chose=bool(chosen), app_url=app_url),
        sections=tuple(sections.told(letter)),
        view=mood_view(app_url, pictures.shown(letter), tag=spoken().tag),
        personal=personal,
    )


def _synthetic() -> str:
    return _(
        "**SYNTHETIC.** This is a demonstration: the people, their comments and "
        "their mood are made up and say nothing about anyone."
    )


def _rendered(template: str, said: Said) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            said=said,
            lang=spoken().writing,
            _=_,
            light=theme.LIGHT,
            dark=theme.DARK,
            theme=theme,
            PREFERENCES=PREFERENCES,
            UNSUBSCRIBE=UNSUBSCRIBE,
        )
    )


def wrapped(text: str, indent: str = "") -> str:
    """``text`` in short lines; an address is never broken."""
    return fill(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def held(text: str) -> str:
    """``text`` whose short brackets, an interval's, are never torn by a line's end."""
    return _BRACKET.sub(lambda found: whole(found[0]), text)


def whole(text: str) -> str:
    """``text`` that stays in one line."""
    spaced = "\N{NO-BREAK SPACE}".join(text.split())
    return spaced.replace("-", "\N{NON-BREAKING HYPHEN}")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("digest"),
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "bare": wording.bare,
        "held": held,
        "whole": whole,
        "wrapped": wrapped,
    }
    return environment
