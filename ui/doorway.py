"""The page that a stranger sees instead of the app: one sentence, and a way on."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qs, urlencode

from shown import theme
from shown.speech import TONGUES, _, accepted, later, speak, spoken, understood
from ui.entering import SIGN_IN, SIGN_OUT, landing
from ui.tongue import LANG

INVITED = later("This app is for those who were invited. Sign in to go on.")
NOT_AMONG = later(
    "You are signed in, but your address is not among those who may use this app; ask "
    "whoever runs it."
)

HEADERS = {
    # It stands at the address of a page, and must not be shown in its place later.
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

_STYLE = """
:root {{ color-scheme: light dark; {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
body {{ background: var(--ground); color: var(--text); line-height: 1.5;
  font-family: system-ui, sans-serif; max-width: 34rem; margin: 15vh auto;
  padding: 0 1rem }}
a {{ background: var(--primary); color: var(--ground); display: inline-block;
  padding: .6rem 1.2rem; border-radius: 6px; text-decoration: none }}
a:focus-visible {{ outline: 3px solid var(--text); outline-offset: 2px }}
"""

_PAGE = """<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><title>Kayfiyat</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<style>{style}</style></head>
<body><main><h1>Kayfiyat</h1><p>{sentence}</p><p><a href="{href}">{way}</a></p></main>
</body></html>
"""


def ask(asked: str) -> str:
    """The page that asks to sign in, to go on to the address ``asked``."""
    onward = f"{SIGN_IN}?{urlencode({'to': landing(asked)})}"
    return _page(_(INVITED), onward, _("Sign in"))


def turn_away() -> str:
    """The page of one who signed in and is not on the list."""
    return _page(_(NOT_AMONG), SIGN_OUT, _("Sign out"))


def listen(query: str, headers: Mapping[str, str]) -> None:
    """Speak the language of the link, else the browser's, as the app does."""
    asked = parse_qs(query[:2000]).get(LANG, [""])[0]
    wanted = accepted(headers.get("accept-language", ""))
    speak(asked if asked in TONGUES else understood(wanted))


def _page(sentence: str, href: str, way: str) -> str:
    style = _STYLE.format(light=_colours(theme.LIGHT), dark=_colours(theme.DARK))
    return _PAGE.format(
        lang=spoken().tag,
        style=style,
        sentence=escape(sentence),
        href=escape(href),
        way=escape(way),
    )


def _colours(shades: Mapping[str, str]) -> str:
    named = {
        "ground": shades["backgroundColor"],
        "text": shades["textColor"],
        "primary": shades["primaryColor"],
    }
    return " ".join(f"--{name}: {shade};" for name, shade in named.items())
