"""A letter on the page: in a frame that runs nothing and reaches nothing.

The frame's sandbox has neither scripts nor our origin, so nothing in it can tell how
tall it is. The page lays out the letter's plain text unseen, and from its height
knows that of the letter: both say the same words.
"""

from __future__ import annotations

import streamlit as st

from domain.letters import Edition
from shown.speech import spoken
from ui.views.letters import paper

SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
"""A link opens a window, if a person clicks it. All else is denied."""

CSS = """
iframe { display: block; width: 100%; height: 70vh; box-sizing: border-box;
  border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); }
.ruler { position: absolute; visibility: hidden; white-space: pre-wrap;
  overflow-wrap: anywhere;
  font: 14px/21px -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial,
    sans-serif; }
"""

JS = """
const NARROW = 480, WIDEST = 600;  // as in the letter's own styles
function height(text, width, beside) {
  const ruler = document.createElement("div");
  ruler.className = "ruler";
  ruler.textContent = text.replace(/([^\\n]{50,})\\n *(?=\\S)/g, "$1 ");  // unwrapped
  const narrow = width <= NARROW;
  ruler.style.width = Math.min(width, WIDEST) - (narrow ? 36 : 64) + "px";
  beside.append(ruler);
  const words = ruler.offsetHeight;
  ruler.remove();
  // Fitted to letters of eight weeks in four languages so that none is cut: some 150
  // pixels are left below. Of one that is longer still, the frame scrolls.
  return Math.ceil(narrow ? 1.08 * words + 250 : 1.1 * words + 355);
}
function made(sandbox, parent) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", sandbox);  // before anything is in it
  frame.referrerPolicy = "no-referrer";
  let width = 0;
  frame.fit = () => {
    width = frame.clientWidth;
    if (width) frame.style.height = height(frame.text, width, parent) + "px";
  };
  new ResizeObserver(() => frame.clientWidth !== width && frame.fit()).observe(frame);
  return frame;
}
// The letter asks for the system's look; the app's may be another.
function inLook(page, frame) {
  const dark = getComputedStyle(frame).colorScheme === "dark";
  return page.replaceAll("(prefers-color-scheme: dark)", dark ? "all" : "not all");
}
export default function ({ data, parentElement }) {
  const known = parentElement.querySelector("iframe");
  const frame = known ?? made(data.sandbox, parentElement);
  if (!known) parentElement.append(frame);
  frame.title = data.title;
  frame.lang = data.lang;
  frame.text = data.text;
  const page = inLook(data.page, frame);
  if (frame.srcdoc !== page) frame.srcdoc = page;
  frame.fit();
}
"""

_frame = st.components.v2.component("kayfiyat.letters", css=CSS, js=JS)


def show(edition: Edition, *, key: str) -> None:
    """Show the letter, as long as it is."""
    data = {
        "sandbox": SANDBOX,
        "title": edition.subject,
        "lang": spoken().writing,
        "text": edition.text,
        "page": paper.framed(edition),
    }
    _frame(data=data, key=key)
