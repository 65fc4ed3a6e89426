"""Render a letter: HTML that survives mail clients, and text that stands alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from digest import bars, numbers, wording
from digest.letter import Letter


def html(letter: Letter) -> str:
    """The letter for a mail client: tables, inline styles, light and dark."""
    return _rendered("letter.html.j2", letter)


def text(letter: Letter) -> str:
    """The letter without any markup."""
    return _rendered("letter.txt.j2", letter)


def _rendered(template: str, letter: Letter) -> str:
    return _environment().get_template(template).render(_words(letter))


def _words(letter: Letter) -> dict[str, Any]:
    return {
        "letter": letter,
        "subject": wording.subject(letter),
        "moved": wording.moved(letter),
        "unmoved": wording.unmoved(letter),
        "complete": wording.complete(letter),
        "how_sure": wording.how_sure(letter.now),
        "weeks_scale": bars.scale(letter.weeks),
        "reforms_scale": bars.scale(line.now for line in letter.reforms),
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("digest"),
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        name: getattr(numbers, name)
        for name in ("signed", "percent", "count", "days", "day", "stretch", "stated")
    }
    environment.globals |= {
        "pieces": bars.pieces,
        "interval": numbers.interval,
        "against_week_before": wording.against_week_before,
        "language": wording.language,
        "gap": wording.gap,
        "MINUS": numbers.MINUS,
    }
    return environment
