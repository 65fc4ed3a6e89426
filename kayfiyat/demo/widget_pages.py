"""The discussion widget and its answers, in the formats of t.me."""

# ruff: noqa: E501  # t.me writes long lines

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from kayfiyat.demo.markup import moment, more, reactions, words
from kayfiyat.demo.records import DemoComment, DemoPost
from kayfiyat.demo.world import Log, number_of

ERROR = '<div class="tgme_widget_message_error">Post not found</div>'
CLOSED = (
    '<div class="tgme_widget_message_wrap js-widget_message_wrap js-no_messages_wrap">'
    '<div class="tme_no_messages_found">'
    "Discussion is not available at the moment.</div></div>"
)


def hash_of(post: DemoPost) -> str:
    """What a visitor must show to be given more of the thread."""
    return f"{number_of(f'{post.channel.name}/{post.id}'):018x}"[-18:]


def header(post: DemoPost, total: int) -> str:
    place = f'<a href="https://t.me/{post.channel.name}/{post.id}">this post</a>'
    if not total:
        return f'<span class="js-header">Comments</span> on {place}'
    plural = "" if total == 1 else "s"
    return f'<span class="js-header">{total} comment{plural}</span> on {place}'


def comments(
    log: Log, shown: Sequence[DemoComment], now: datetime, *, older: int = 0
) -> str:
    """The comments, with the mark of older ones above them."""
    label = f"Show {older} more comment{'' if older == 1 else 's'}"
    above = more("before", shown[0].id, label) if older and shown else ""
    return above + "".join(_comment(log, comment, now) for comment in shown)


def discussion(log: Log, post: DemoPost, total: int, inner: str) -> str:
    """The widget's page around its comments, with the form of the logged-out."""
    return f"""<div class="tgme_post_discussion_header_wrap">
  <h3 class="tgme_post_discussion_header">{header(post, total)}</h3>
</div>
<div class="tgme_post_discussion js-message_history">
{inner}</div>
{_form(log, post)}
"""


def page(body: str, scripts: str = "") -> str:
    return f"""<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Telegram Widget</title>
    <meta name="robots" content="noindex, nofollow" />
  </head>
  <body class="widget_frame_base tgme_widget body_widget_discussion emoji_image nodark">
{body}
{scripts}
  </body>
</html>
"""


def scripts(api_url: str, total: int | None) -> str:
    """The calls that start the widget; ``total`` is None where nothing is open."""
    auth = json.dumps({"api_url": api_url, "unauth": True}).replace("/", "\\/")
    options: dict[str, object] = {} if total is None else {"comments_cnt": total}
    start = json.dumps({**options, "auto_height": True}, separators=(",", ":"))
    return (
        f"<script>TWidgetAuth.init({auth});</script>\n"
        f"<script>TWidgetDiscussion.init({start});</script>"
    )


def _form(log: Log, post: DemoPost) -> str:
    form = f"""<div class="tgme_post_discussion_footer">
  <form class="tgme_post_discussion_new_message_form js-new_message_form">
    <input type="hidden" name="peer" value="{log.peer}" />
    <input type="hidden" name="top_msg_id" value="{post.root}" />
    <input type="hidden" name="discussion_hash" value="{hash_of(post)}" />
  </form>
</div>"""
    # Both are seen at t.me: the form itself, and the form inside a comment.
    return form if log.group % 2 else f"<!-- {form} -->"


def _comment(log: Log, comment: DemoComment, now: datetime) -> str:
    channel, author = log.channel, _author(comment)
    text = words(comment.text_at(now))
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
  <div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-peer="{log.peer}" data-post-id="{comment.id}">
    <div class="tgme_widget_message_user"><i class="tgme_widget_message_user_photo bgcolor{comment.id % 7}" data-content="{author[1]}"></i></div>
    <div class="tgme_widget_message_bubble">
      <div class="tgme_widget_message_author accent_color">{author[0]}</div>
{_reply(comment, now)}      <div class="tgme_widget_message_reply_template js-reply_tpl">
        <div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">{author[2]}</span></div>
        <div class="tgme_widget_message_text js-message_reply_text" dir="auto">{text}</div>
      </div>
      <div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>
      {reactions(comment.reactions)}<div class="tgme_widget_message_footer js-message_footer">{_date(channel.name, comment, now)}</div>
    </div>
  </div>
</div>
"""


def _date(channel: str, comment: DemoComment, now: datetime) -> str:
    at = moment(comment.at)
    link = (
        '<a class="tgme_widget_message_date" '
        f'href="https://t.me/{channel}/{comment.post.id}?comment={comment.id}">'
        f'<time datetime="{at}">{comment.at:%b %d}</time></a>'
    )
    if comment.is_edited(now):
        return f'<span class="tgme_widget_message_meta">edited &nbsp;{link}</span>'
    return link


def _reply(comment: DemoComment, now: datetime) -> str:
    answered = comment.reply_to
    if answered is None:
        return ""
    return f"""      <a class="tgme_widget_message_reply js-reply_to" href="https://t.me/{answered.post.channel.name}/{answered.post.id}?comment={answered.id}" data-reply-to="{answered.id}">
        <div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">{_author(answered)[2]}</span></div>
        <div class="tgme_widget_message_text js-message_reply_text" dir="auto">{words(answered.text_at(now)[:90])}</div>
      </a>
"""


def _author(comment: DemoComment) -> tuple[str, str, str]:
    """The author's element, initial and name."""
    author = comment.author
    if author is None:
        channel = comment.post.channel
        return _linked(channel.name, escape(channel.title))
    if author.gone:
        return _unlinked("Deleted Account")
    name = escape(author.name)
    return _linked(author.handle, name) if author.handle else _unlinked(name)


def _linked(handle: str, name: str) -> tuple[str, str, str]:
    link = f'class="tgme_widget_message_author_name" href="https://t.me/{handle}"'
    return f'<a {link}><span dir="auto">{name}</span></a>', name[0], name


def _unlinked(name: str) -> tuple[str, str, str]:
    inner = f'<span dir="auto" class="name color0">{name}</span>'
    author = f'<span class="tgme_widget_message_author_name">{inner}</span>'
    return author, name[0], name
