"""The preview of a channel and its landing page, in the formats of t.me."""

# ruff: noqa: E501  # t.me writes long lines

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from html import escape

from kayfiyat.demo.markup import moment, reactions, ripe, rounded, words
from kayfiyat.demo.plan import Channel
from kayfiyat.demo.records import DemoPost
from kayfiyat.demo.world import World, number_of

PAGE = 20


def page_of(
    posts: Sequence[DemoPost], *, before: int | None = None, after: int | None = None
) -> tuple[int, int]:
    """From where to where in ``posts`` a page reaches: the latest, or as asked."""
    if after is not None:
        first = bisect_right(posts, after, key=lambda post: post.id)
        return first, min(first + PAGE, len(posts))
    last = len(posts)
    if before is not None:
        last = bisect_left(posts, before, key=lambda post: post.id)
    return max(last - PAGE, 0), last


def messages(
    channel: Channel, posts: Sequence[DemoPost], span: tuple[int, int], now: datetime
) -> str:
    """The posts of a page with the marks of older and newer ones around them."""
    first, last = span
    if first >= last:
        return (
            '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
            '<div class="tme_no_messages_found">No posts found</div></div>'
        )
    shown = "".join(_message(post, now) for post in posts[first:last])
    older = _more(channel, "before", posts[first].id) if first else ""
    newer = _more(channel, "after", posts[last - 1].id) if last < len(posts) else ""
    return older + shown + newer


def preview(
    world: World, channel: Channel, now: datetime, posts: str, before: int | None
) -> str:
    """The page ``/s/<name>`` around its messages."""
    name, title = channel.name, escape(channel.title)
    followers = rounded(followers_at(world, channel, now))
    link = f'<link rel="prev" href="/s/{name}?before={before}">' if before else ""
    return f"""<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>{title} – Telegram</title>
    <meta property="og:title" content="{title}">
    <meta property="og:site_name" content="Telegram">
    <meta property="og:description" content="{escape(channel.institution)}">
    {link}
  </head>
  <body class="widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode">
    <header class="tgme_header search_collapsed">
      <div class="tgme_channel_info">
        <div class="tgme_channel_info_header">
          <div class="tgme_channel_info_header_title"><span dir="auto">{title}</span></div>
          <div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div>
        </div>
        <div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">{followers}</span> <span class="counter_type">subscribers</span></div></div>
        <div class="tgme_channel_info_description">{escape(channel.institution)}</div>
      </div>
      <div class="tgme_header_info"><div class="tgme_header_counter">{followers} subscribers</div></div>
    </header>
    <main class="tgme_main" data-url="/{name}">
      <section class="tgme_channel_history js-message_history">
{posts}
      </section>
    </main>
  </body>
</html>
"""


def landing(world: World, name: str, channel: Channel | None, now: datetime) -> str:
    """The page ``/<name>``; without a title when nobody is known by the name."""
    known = _known(world, channel, now) if channel else ""
    return f"""<!DOCTYPE html>
<html>
  <head><meta charset="utf-8"><title>Telegram: Contact @{name}</title></head>
  <body class="no_transition">
    <div class="tgme_page">
      {known}
      <div class="tgme_page_additional">If you have <strong>Telegram</strong>, you can contact <a class="tgme_username_link" href="tg://resolve?domain={name}">@{name}</a> right away.</div>
    </div>
  </body>
</html>
"""


def _known(world: World, channel: Channel, now: datetime) -> str:
    followers = f"{followers_at(world, channel, now):,}".replace(",", " ")
    return f"""<div class="tgme_page_title" dir="auto"><span dir="auto">{escape(channel.title)}</span></div>
      <div class="tgme_page_extra">{followers} subscribers</div>
      <div class="tgme_page_description" dir="auto">{escape(channel.institution)}</div>
      <div class="tgme_page_context_link_wrap"><a class="tgme_page_context_link" href="/s/{channel.name}">Preview channel</a></div>"""


def followers_at(world: World, channel: Channel, now: datetime) -> int:
    """Slowly more, with the tide of subscribing and leaving."""
    days = (now.date() - world.start).days
    tide = number_of(f"{channel.name}:{days}") % 97
    return int(channel.followers * (1 + days / 2500)) + tide


def _message(post: DemoPost, now: datetime) -> str:
    name, at = post.channel.name, moment(post.at)
    title = f'<span dir="auto">{escape(post.channel.title)}</span>'
    counts = {sign: ripe(n, post.at, now) for sign, n in post.reactions.items()}
    view = urlsafe_b64encode(_view(post).encode()).decode().rstrip("=")
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{name}/{post.id}" data-view="{view}">
  <div class="tgme_widget_message_user"><a href="https://t.me/{name}"><i class="tgme_widget_message_user_photo bgcolor6" data-content="{escape(post.channel.title[0])}"></i></a></div>
  <div class="tgme_widget_message_bubble">
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/{name}">{title}</a></div>
{_album(post)}{_text(post)}
{reactions(counts)}<div class="tgme_widget_message_footer compact js-message_footer">
  <div class="tgme_widget_message_info short js-message_info">
    <span class="tgme_widget_message_views">{rounded(ripe(post.views, post.at, now))}</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/{name}/{post.id}"><time datetime="{at}" class="time">{at[11:16]}</time></a></span>
  </div>
</div>
  </div>
</div></div>
"""


def _text(post: DemoPost) -> str:
    body = f"<br/><br/>{words(post.body)}" if post.body else ""
    return (
        '<div class="tgme_widget_message_text js-message_text" dir="auto">'
        f"<b>{words(post.headline)}</b>{body}</div>"
    )


def _album(post: DemoPost) -> str:
    if post.album == 1:
        return ""
    links = "".join(
        '<a class="tgme_widget_message_photo_wrap grouped_media_wrap js-message_photo" '
        f'href="https://t.me/{post.channel.name}/{post.id + n}?single"></a>'
        for n in range(post.album)
    )
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        f"{links}</div>"
    )


def _view(post: DemoPost) -> str:
    channel = -(number_of(post.channel.name) % 10**9 + 10**9)
    number = f"{post.id}g" if post.album > 1 else post.id
    return json.dumps({"c": channel, "p": number, "t": 0, "h": "demo"})


def _more(channel: Channel, side: str, number: int) -> str:
    return (
        '<div class="tgme_widget_message_centered js-messages_more_wrap">'
        f'<a href="/s/{channel.name}?{side}={number}" '
        f'class="tme_messages_more js-messages_more" data-{side}="{number}"></a></div>\n'
    )
