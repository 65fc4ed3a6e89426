"""The pages as HTML: words and templates joined. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from digest.site import wording
from digest.site.forms import TRAP, Asked
from digest.site.wording import Words
from domain.letters import Kept
from domain.periods import Period
from domain.subscribers import Wishes
from shown import theme
from shown.speech import TONGUES, spoken
from shown.words import days

Titles = Mapping[str, str]
"""Of the reforms that can be chosen, by their ids."""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page.

    ``prefix`` begins every address of ours. ``here`` is the page's own, to which the
    languages are put; None where it answers a form, which cannot be asked for again.
    """

    prefix: str
    here: str | None
    public: bool
    synthetic: bool

    def to(self, path: str, **query: str) -> str:
        """A page of ours, in the language spoken."""
        asked = {**query, "lang": spoken().tag}
        return f"{self.prefix}/{path}?{urlencode(asked)}"

    def languages(self) -> list[tuple[str, str, str]]:
        """Tag, name and address of this page in each language."""
        if self.here is None:
            return []
        glue = "&" if "?" in self.here else "?"
        return [(t.tag, t.name, f"{self.here}{glue}lang={t.tag}") for t in _tongues()]


def home(around: Around, titles: Titles, *, asked: Asked | None = None) -> str:
    """The form; with what was filled in before, if the address was none."""
    wishes = asked.wishes if asked else Wishes(spoken().tag)
    return _page(
        around,
        "home.html.j2",
        said=wording.home(),
        written=asked.written if asked else "",
        wrong=asked is not None,
        trap=TRAP,
        privacy=wording.privacy(),
        **_form(wishes, titles),
        unfolded=bool(wishes.reforms),
    )


def confirm(around: Around, token: str, wishes: Wishes, titles: Titles) -> str:
    chosen = wording.chosen(wishes, titles)
    return _button(around, "confirm", wording.confirm(), token=token, chosen=chosen)


def preferences(  # noqa: PLR0913 - what stands on it
    around: Around,
    token: str,
    leave: str,
    wishes: Wishes,
    titles: Titles,
    *,
    saved: bool = False,
) -> str:
    """The wishes as they are; ``leave`` is the token to unsubscribe."""
    return _page(
        around,
        "preferences.html.j2",
        said=wording.preferences(),
        action=around.to("preferences", t=token),
        leave=around.to("unsubscribe", t=leave),
        saved=saved,
        unfolded=True,
        **_form(wishes, titles),
    )


def unsubscribe(around: Around, token: str) -> str:
    return _button(around, "unsubscribe", wording.unsubscribe(), token=token, chosen=[])


def words(around: Around, said: Words, *, onward: str = "") -> str:
    """A page of words alone; ``onward`` is where its link leads."""
    return _page(around, "words.html.j2", said=said, onward=onward)


def letters(around: Around, kept: Sequence[Kept]) -> str:
    """The letters in the language spoken, newest first."""
    tag = spoken().tag
    listed = [
        (around.to(f"letters/{each.week}"), week(each.week), each.subjects[tag])
        for each in kept
        if tag in each.subjects
    ]
    feed = around.to("feed.atom")
    return _page(
        around, "letters.html.j2", said=wording.letters(), listed=listed, feed=feed
    )


def week(monday: date) -> str:
    return days(Period(monday, monday + timedelta(days=6)))


@cache
def style() -> str:
    """The style of all pages, in the colours of the app."""
    template = _environment().get_template("site.css.j2")
    return template.render(light=theme.LIGHT, dark=theme.DARK)


@cache
def style_name() -> str:
    """Another name for another style, so that browsers may keep it."""
    return f"{sha256(style().encode()).hexdigest()[:12]}.css"


def _form(wishes: Wishes, titles: Titles) -> dict[str, Any]:
    order = sorted(titles.items(), key=lambda item: item[1].casefold())
    return {"fields": wording.wishes(), "wishes": wishes, "titles": order}


def _button(
    around: Around,
    path: str,
    said: Mapping[str, str],
    *,
    token: str,
    chosen: Sequence[str],
) -> str:
    action = around.to(path, t=token)
    return _page(around, "button.html.j2", said=said, action=action, chosen=chosen)


def _page(around: Around, template: str, **values: Any) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            around=around,
            words=wording.around(),
            lang=spoken().tag,
            tongues=_tongues(),
            style=f"{around.prefix}/{style_name()}",
            **values,
        )
    )


def _tongues() -> list[Any]:
    return list(TONGUES.values())


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("digest.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
