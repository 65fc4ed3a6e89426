"""Comments on the page: text as text, whatever they hold.

The browser is told what to write, never how: every word of a comment becomes a text
node, so neither HTML nor Markdown nor an icon's name in it means anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from domain.attitudes import Attitude, Language, Script
from domain.quotes import Quote
from shown import words
from shown.speech import _, later
from ui.views.voices import told
from ui.views.voices.marking import LONG, SHORT, Part, other_script, parts, shortened

TONES = {
    Attitude.AGAINST: "orange",
    Attitude.NEUTRAL: "gray",
    Attitude.IN_FAVOUR: "blue",
}

IN_SCRIPT = {
    Script.LATIN: later("In Cyrillic"),
    Script.CYRILLIC: later("In Latin"),
}

CSS = """
ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); }
li { border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius);
  border-left: 4px solid var(--tone); padding: 0.75rem 1rem;
  position: relative; min-width: 0;
  color: var(--st-text-color); font-family: var(--st-font); line-height: 1.5; }
p { margin: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
.said { white-space: pre-line; }
mark { background: none; color: inherit; font-weight: 600;
  text-decoration-line: underline; text-decoration-thickness: 2px;
  text-underline-offset: 4px; }
mark.against { text-decoration-style: dotted;
  text-decoration-color: var(--st-orange-color); }
mark.in_favour { text-decoration-style: solid;
  text-decoration-color: var(--st-blue-color); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.under { color: var(--st-gray-text-color); font-size: 0.875rem; margin-top: 0.4rem; }
details { margin-top: 0.4rem; }
summary { color: var(--st-link-color); cursor: pointer; font-size: 0.875rem;
  width: fit-content; padding: 2px 0; }
summary:focus-visible { outline: 2px solid var(--st-primary-color);
  outline-offset: 2px; }
"""

JS = """
function made(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}
function said(parts, lang) {
  const words = parts.map(([text, moved]) => moved ? made("mark", moved, text) : text);
  const element = made("p", "said", ...words);
  element.dir = "auto";
  if (lang) element.lang = lang;
  return element;
}
function card(quote) {
  const item = made("li", "", said(quote.parts, quote.lang));
  if (quote.other.length)
    item.append(made("details", "", made("summary", "", quote.turn),
                     said(quote.other, quote.turned)));
  for (const line of quote.under) {
    const under = made("p", "under", line);
    under.dir = "auto";
    item.append(under);
  }
  if (quote.moved) item.append(made("p", "unseen", quote.moved));
  return item;
}
export default function ({ data, parentElement }) {
  const known = parentElement.querySelector("ol");
  const list = known ?? document.createElement("ol");
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", data.label);
  list.style.setProperty("--tone", `var(--st-${data.tone}-color)`);
  list.replaceChildren(...data.quotes.map(card));
  if (!known) parentElement.append(list);
}
"""

_cards = st.components.v2.component("kayfiyat.voices", css=CSS, js=JS)


def cards(quotes: Sequence[Quote], names: Mapping[str, str], *, key: str) -> None:
    """Show ``quotes``, all of one attitude; sources by their ``names``."""
    attitude = quotes[0].attitude
    data = {
        "label": told.named(attitude),
        "tone": TONES[attitude],
        "quotes": [card(quote, names) for quote in quotes],
    }
    _cards(data=data, key=key)


def card(quote: Quote, names: Mapping[str, str]) -> dict[str, Any]:
    """What the browser is to write of one quote. Pure."""
    cut = parts(shortened(quote.text, LONG), quote.why)
    uzbek = quote.language == Language.UZBEK
    other: list[Part] = other_script(cut, quote.script) if uzbek else []
    turned = Script.CYRILLIC if quote.script == Script.LATIN else Script.LATIN
    return {
        "parts": cut,
        "lang": _tag(quote.language, quote.script),
        "other": other,
        "turn": _(IN_SCRIPT[Script(quote.script)]) if other else "",
        "turned": _tag(quote.language, turned),
        "under": list(_under(quote, names)),
        "moved": told.moved(quote.why),
    }


def _under(quote: Quote, names: Mapping[str, str]) -> list[str]:
    source = names.get(quote.source, quote.source)
    lines = [told.scored(quote.p), f"{source} · {words.day(quote.day)}"]
    if quote.post and quote.post.strip():
        post = " ".join(quote.post.split())
        lines.append(_("Answers: “{post}”", post=shortened(post, SHORT)))
    if quote.like_it:
        more = words.count(quote.like_it)
        lines.append(_("And {n} more like it: a coordinated campaign.", n=more))
    return lines


def _tag(language: str, script: str) -> str:
    """The language for a screen reader; none if it is not known."""
    if language == Language.UZBEK:
        return f"uz-{script}" if script in IN_SCRIPT else "uz"
    return language if language in {Language.RUSSIAN, Language.ENGLISH} else ""
