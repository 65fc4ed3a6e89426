"""What the app says, in the language of its reader. Pure.

A message's id is its English sentence. ``shown/locale/<language>/<page>.po`` holds the
translations, a file a page and ``shared.po`` for the rest; they are read once, as
they stand, so there is nothing to compile. Where there is none, English is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LOCALES = Path(__file__).with_name("locale")

SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the app: its name in itself, its CLDR locale, its writing."""

    tag: str
    name: str
    cldr: str
    writing: str

    @property
    def locale(self) -> Locale:
        return _locale(self.cldr)

    @property
    def folder(self) -> Path:
        return LOCALES / self.tag.replace("-", "_")


TONGUES = {
    tongue.tag: tongue
    for tongue in (
        Tongue("uz", "Oʻzbekcha", "uz_Latn_UZ", "uz-Latn"),
        Tongue("uz-Cyrl", "Ўзбекча", "uz_Cyrl_UZ", "uz-Cyrl"),
        Tongue("ru", "Русский", "ru_RU", "ru"),
        Tongue("en", "English", "en_GB", "en"),
    )
}
"""By the tag that stands in the address."""

ENGLISH = TONGUES["en"]

_spoken: ContextVar[Tongue] = ContextVar("spoken", default=ENGLISH)


def speak(tag: str) -> Tongue:
    """From here on this run of the page speaks ``tag``; English if it is unknown."""
    tongue = TONGUES.get(tag, ENGLISH)
    _spoken.set(tongue)
    return tongue


def spoken() -> Tongue:
    return _spoken.get()


def understood(preferred: Iterable[str]) -> str:
    """The first language of a browser's that the app speaks; else English.

    ``uz-UZ`` is Latin, as the law has it; ``uz-Cyrl-UZ`` is Cyrillic.
    """
    for asked in preferred:
        parts = asked.replace("_", "-").split("-")
        script = next((part for part in parts[1:] if part.title() == "Cyrl"), None)
        tag = "-".join([parts[0].lower(), *(["Cyrl"] if script else [])])
        for found in (tag, parts[0].lower()):
            if found in TONGUES:
                return found
    return ENGLISH.tag


def accepted(header: str) -> list[str]:
    """The languages of an ``Accept-Language`` (RFC 9110), the most wanted first."""
    weighed = []
    for part in header.split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighed, key=lambda w: -w[0]) if weight > 0]


def _(message: str, **values: object) -> str:
    """``message`` in the language spoken, with ``values`` in its places."""
    said = _translations(spoken().tag).gettext(message)
    return said.format(**values) if values else said


def n_(one: str, many: str, number: int, **values: object) -> str:
    """The form of ``one`` and ``many`` that goes with ``number``, which is ``{n}``."""
    tongue = spoken()
    said = _translations(tongue.tag).ngettext(one, many, number)
    return said.format(n=format_decimal(number, locale=tongue.locale), **values)


def later(message: str) -> str:
    """Marks a message that is said later, by ``_(message)``."""
    return message


def read(tongue: Tongue) -> Iterable[tuple[str, Catalog]]:
    """The catalogues of a language, by page."""
    for path in sorted(tongue.folder.glob("*.po")):
        with path.open("rb") as file:
            yield path.stem, read_po(file, locale=tongue.cldr)


@cache
def _locale(cldr: str) -> Locale:
    return Locale.parse(cldr)


@cache
def _translations(tag: str) -> NullTranslations:
    """All catalogues of a language as one."""
    whole = NullTranslations()
    for _page, catalog in read(TONGUES[tag]):
        written = BytesIO()
        write_mo(written, catalog)
        written.seek(0)
        each = GNUTranslations(written)
        each.add_fallback(whole)
        whole = each
    return whole
