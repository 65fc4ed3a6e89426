"""What every page of the demo server writes alike, in the manner of t.me."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from html import escape

_EMOJI = re.compile(
    "[\U0001f1e6-\U0001faff\u2600-\u27bf]"
    "[\ufe0f\u200d\u2640\u2642\U0001f1e6-\U0001f1ff]*"
)
_PICTURE = "//telegram.org/img/emoji/40/{}.png"
RIPENING = timedelta(hours=9)
"""After so long a post has 63 in 100 of its views and reactions."""


def words(text: str) -> str:
    """The text as HTML: escaped, with line breaks and framed emoji."""
    html = escape(text).replace("\n", "<br/>")
    return html if html.isascii() else _EMOJI.sub(lambda sign: _framed(sign[0]), html)


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def rounded(number: int) -> str:
    """As t.me rounds: 999, 37.2K, 109K, 1.1M."""
    if number < 1000:
        return str(number)
    unit, size = ("M", 1_000_000) if number >= 1_000_000 else ("K", 1000)
    value = number / size
    text = f"{value:.1f}" if value < 100 else f"{value:.0f}"
    return text.removesuffix(".0") + unit


def ripe(total: int, at: datetime, now: datetime) -> int:
    """How much of ``total`` has come together by ``now``."""
    return int(total * (1 - 2.718281828 ** -((now - at) / RIPENING)))


def reactions(counts: Mapping[str, int]) -> str:
    """The row of reactions; empty if there are none."""
    shown = "".join(
        f'<span class="tgme_reaction">{_framed(sign)}{rounded(count)}</span>'
        for sign, count in counts.items()
        if count
    )
    if not shown:
        return ""
    start = '<div class="tgme_widget_message_reactions js-message_reactions">'
    return f"{start}{shown}</div>"


def more(side: str, number: int, label: str = "") -> str:
    """The mark of older (``before``) or newer (``after``) comments."""
    hidden = "" if label else " autoload hide"
    return (
        '<div class="tme_messages_more accent_bghover js-messages_more'
        f'{hidden}" data-{side}="{number}">{label}</div>\n'
    )


def _framed(sign: str) -> str:
    style = f"background-image:url('{_PICTURE.format(sign.encode().hex().upper())}')"
    return f'<i class="emoji" style="{style}"><b>{sign}</b></i>'
