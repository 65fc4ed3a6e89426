"""What the discussion widget says about itself: counts, cursors, hidden fields."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from listener.tme_common import as_number, parsed, text_of

Answer = dict[str, object]

_HEADER = ".tgme_post_discussion_header .js-header, .js-header"
_MORE = ".tme_messages_more[{0}], .js-messages_more[{0}], .autoload[{0}]"
_COUNT = re.compile(r'"comments_cnt"\s*:\s*"?(\d{1,12})')
_API_URL = re.compile(r'"api_url"\s*:\s*("(?:[^"\\]|\\.)*")')
_EXACT = re.compile(r"(\d[\d\s.,]{0,30})(?![\d.,\s]{0,30}[KMB])")
_FORM = "js-new_message_form"


def answer_of(body: str) -> Answer | None:
    """The JSON object that ``loadComments`` answers; None if the body is no such."""
    if body.lstrip()[:1] != "{":
        return None
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def form_of(tree: LexborHTMLParser, html: str) -> dict[str, str]:
    """The hidden fields; logged-out visitors can get the form inside a comment."""
    fields = _fields(tree)
    at = html.find(_FORM)
    if fields or at < 0:
        return fields
    start, end = html.rfind("<!--", 0, at), html.find("-->", at)
    return _fields(parsed(html[start + 4 : end])) if 0 <= start < end else {}


def _fields(tree: LexborHTMLParser) -> dict[str, str]:
    names = ("peer", "top_msg_id", "discussion_hash")
    inputs = tree.css(f"form.{_FORM} input[name]")
    values = {i.attributes.get("name"): i.attributes.get("value") for i in inputs}
    return {name: value for name in names if (value := values.get(name))}


def cursor_of(tree: LexborHTMLParser, side: str) -> int | None:
    """Where older (``data-before``) or newer (``data-after``) comments begin."""
    more = tree.css_first(_MORE.format(side))
    return as_number(more.attributes.get(side)) if more is not None else None


def total_of(tree: LexborHTMLParser, answer: Answer | None) -> int | None:
    """The exact count; a header without a number means none at all."""
    if answer is not None:
        count = answer.get("comments_cnt")
        if isinstance(count, int) and count >= 0:
            return count
        return _header_total(parsed(str(answer.get("header_html") or "")))
    counted = _COUNT.search(_script(tree, "TWidgetDiscussion.init"))
    return int(counted[1]) if counted else _header_total(tree)


def _header_total(tree: LexborHTMLParser) -> int | None:
    header = text_of(tree.css_first(_HEADER))
    if not header:
        return None
    exact = _EXACT.match(header)
    if exact:
        return int(re.sub(r"\D", "", exact[1])[:12])
    return 0 if header.startswith("Comments") else None


def api_url_of(tree: LexborHTMLParser) -> str | None:
    """Where ``loadComments`` is asked, as the page's own script has it."""
    found = _API_URL.search(_script(tree, "TWidgetAuth.init"))
    try:
        return urlsplit(str(json.loads(found[1]))).geturl() if found else None
    except ValueError:
        return None


def _script(tree: LexborHTMLParser, call: str) -> str:
    for node in tree.css("script"):
        _, found, after = node.text().partition(call)
        if found:
            return after
    return ""
