"""Read the landing page ``https://t.me/<name>``, shown when there is no preview."""

from __future__ import annotations

from dataclasses import dataclass

from listener.tme_common import number, parsed, text_of


@dataclass(frozen=True, slots=True)
class Landing:
    """What is said of a name. ``title`` is None when nobody is known by it."""

    title: str | None = None
    extra: str | None = None
    members: int | None = None
    previewable: bool = False

    @property
    def is_channel(self) -> bool:
        return bool(self.extra and "subscriber" in self.extra)

    @property
    def is_group(self) -> bool:
        return bool(self.extra and "member" in self.extra)


def landing(html: str) -> Landing:
    """Decided by what the page shows: its ``<title>`` is the same for all."""
    tree = parsed(html)
    extra = text_of(tree.css_first(".tgme_page_extra")) or None
    return Landing(
        title=text_of(tree.css_first(".tgme_page_title")) or None,
        extra=extra,
        members=number(extra or ""),
        previewable=tree.css_first('a[href^="/s/"], a[href*="t.me/s/"]') is not None,
    )


def why_no_preview(page: Landing, name: str) -> str:
    """One sentence for the operator: why ``t.me/s/<name>`` shows nothing."""
    if page.is_group:
        return f"@{name} is a group: name the channel whose posts it discusses"
    if page.is_channel and page.previewable:
        return f"@{name} is a channel whose preview is not shown at the moment"
    if page.is_channel:
        return f"@{name} has no public preview: its owner or Telegram has closed it"
    if page.title:
        return f"@{name} is a person or a bot, not a channel: mend the source's name"
    return f"nobody is known as @{name}: mend the source's name or remove it"
