"""Discussions under posts: comments, and every trap of the widget's markup."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.comments import FoundComment
from domain.coverage import Reason
from domain.errors import SourceError
from listener.tme_discussion import comments_in, group_of

DATE = '<time datetime="2026-05-04T12:00:00+00:00">12:00</time>'


def comment(
    words: str = "words",
    *,
    n: object = 20,
    author: str = '<span class="tgme_widget_message_author_name">Ali</span>',
    extra: str = "",
    date: str = DATE,
) -> str:
    return f"""<div class="tgme_widget_message js-widget_message" data-post-id="{n}">
    <div class="tgme_widget_message_bubble">
    <div class="tgme_widget_message_author">{author}</div>{extra}
    <div class="tgme_widget_message_text js-message_text">{words}</div>
    <a class="tgme_widget_message_date" href="https://t.me/Kun/5?comment={n}">{date}</a>
    </div></div>"""


def linked(name: str, href: str) -> str:
    return f'<a class="tgme_widget_message_author_name" href="{href}">{name}</a>'


FORM = """<form class="js-new_message_form">
<input type="hidden" name="peer" value="-1001591537674" />
<input type="hidden" name="top_msg_id" value="395" />
<input type="hidden" name="discussion_hash" value="hash" /></form>"""


def header(words: str) -> str:
    head = '<h3 class="tgme_post_discussion_header"><span class="js-header">'
    return f"{head}{words}</span></h3>"


def read_or_refused(body: str) -> bool:
    """Whether the body is read, or refused in the one way that is right."""
    try:
        return bool(comments_in(body))
    except SourceError as error:
        return error.reason is Reason.CHANGED_FORMAT


def only(body: str, **where: Any) -> FoundComment:
    (found,) = comments_in(body, **where).comments
    return found


def test_a_comment_is_named_by_its_group() -> None:
    assert only(FORM + comment()).id == "telegram:1591537674:20"


@pytest.mark.parametrize(
    "peer, group",
    [
        ("-1001591537674", "1591537674"),
        ("c1591537674_9f8e", "1591537674"),
        ("1591537674", "1591537674"),
        ("-77", "77"),
        (None, "kun/comments"),
        ("", "kun/comments"),
        ("hello", "kun/comments"),
    ],
)
def test_the_group_is_its_bare_digits_where_known(peer: str | None, group: str) -> None:
    assert group_of(peer, "kun") == group


def test_the_post_is_read_off_the_links() -> None:
    found = only(comment())

    assert found.post == "telegram:kun:5"
    assert found.id == "telegram:kun/comments:20"


def test_the_hidden_copy_for_answers_is_not_counted_twice() -> None:
    copy = (
        '<div class="js-reply_tpl"><span class="tgme_widget_message_author_name">Vali'
        '</span><div class="js-message_text">copied</div>'
        f"{comment('copied', n=21)}</div>"
    )
    page = comments_in(comment("mine", extra=copy) + copy)

    assert [(one.text, one.identity) for one in page.comments] == [("mine", "name:Ali")]


def test_what_a_comment_answers_is_not_its_words() -> None:
    quoted = (
        '<div class="js-reply_to" data-reply-to="19">'
        '<span class="tgme_widget_message_author_name">Vali</span>'
        '<div class="js-message_text">quoted</div></div>'
    )
    found = only(FORM + comment("answer", author="", extra=quoted))

    assert found.text == "answer"
    assert found.reply_to == "telegram:1591537674:19"
    assert found.identity is None


def test_an_answer_to_the_threads_root_answers_the_post() -> None:
    quoted = '<div class="js-reply_to" data-reply-to="395"></div>'

    assert only(FORM + comment(extra=quoted)).reply_to == "telegram:kun:5"


@pytest.mark.parametrize(
    "author, identity",
    [
        (linked("Ali", "https://t.me/Ali_uz"), "@ali_uz"),
        (linked("Deleted Account", "https://t.me/ali_uz"), "@ali_uz"),
        ('<span class="tgme_widget_message_author_name">Ali</span>', "name:Ali"),
        ('<span class="tgme_widget_message_author_name">@ali</span>', "name:@ali"),
        (
            '<span class="tgme_widget_message_author_name">Deleted Account</span>',
            None,
        ),
        (linked("Ali", "tg://user?id=5"), "name:Ali"),
        (linked("Ali", "http://["), "name:Ali"),
        ("", None),
    ],
)
def test_an_author_is_the_account_or_else_the_name(
    author: str, identity: str | None
) -> None:
    assert only(comment(author=author)).identity == identity


def test_the_channels_own_comment_is_official() -> None:
    own = only(comment(author=linked("Kun", "https://t.me/KUN")))
    other = only(comment(author=linked("Kun", "https://t.me/kun2")))

    assert own.official
    assert not other.official


def test_who_merely_calls_himself_like_the_channel_is_not_official() -> None:
    name = '<span class="tgme_widget_message_author_name">Kun</span>'

    assert not only(comment(author=name)).official


def test_the_groups_own_comment_is_official() -> None:
    owner = (
        '<a class="tgme_widget_message_owner_name" href="https://t.me/kun_chat">K</a>'
    )

    assert only(comment(author=owner)).official
    assert only(
        comment(author=linked("K", "https://t.me/kun_chat"), extra=owner)
    ).official


def test_words_of_the_script_count_exactly() -> None:
    script = '<script>TWidgetDiscussion.init({"comments_cnt":1286,"x":1});</script>'
    page = comments_in(header("1.2K comments") + comment() + script)

    assert page.total == 1286


@pytest.mark.parametrize(
    "words, total",
    [
        ("44 comments", 44),
        ("1 comment", 1),
        ("1 234 comments", 1234),
        ("1.2K comments", None),
        ("Comments on this post", 0),
        ("Comments", 0),
        ("Discussion", None),
        ("", None),
    ],
)
def test_the_header_says_how_many(words: str, total: int | None) -> None:
    assert comments_in(header(words) + comment()).total == total


def test_words_that_look_like_a_script_are_only_words() -> None:
    fake = 'TWidgetDiscussion.init({"comments_cnt":9}) "api_url":"https://evil"'
    page = comments_in(header("1 comment") + comment(fake))

    assert page.total == 1
    assert page.api_url is None


@pytest.mark.parametrize("form", [FORM, f"<!-- {FORM} -->"])
def test_the_form_may_be_hidden_in_an_html_comment(form: str) -> None:
    page = comments_in(header("1 comment") + comment() + form)

    assert (page.peer, page.top_msg_id) == ("-1001591537674", "395")
    assert page.discussion_hash == "hash"


def test_the_address_for_more_is_read_from_the_script() -> None:
    script = (
        r'<script>TWidgetAuth.init({"api_url":"https:\/\/t.me\/api\/method?'
        r'api_hash=f00","unauth":true});</script>'
    )
    page = comments_in(header("1 comment") + comment() + script)

    assert page.api_url == "https://t.me/api/method?api_hash=f00"


def test_where_older_and_newer_comments_begin() -> None:
    marks = (
        '<div class="js-messages_more" data-before="10">Show more</div>{}'
        '<div class="autoload hide" data-after="30"></div>'
    )
    page = comments_in(marks.format(comment()))

    assert (page.before, page.after) == (10, 30)


def test_an_answer_in_json_is_read() -> None:
    answer = {
        "ok": True,
        "comments_html": comment(),
        "comments_cnt": 286,
        "header_html": header("9 comments"),
    }
    page = comments_in(json.dumps(answer), peer="-1001591537674", top_msg_id="395")

    assert [one.id for one in page.comments] == ["telegram:1591537674:20"]
    assert page.total == 286


def test_an_answer_without_more_comments_is_empty() -> None:
    page = comments_in(json.dumps({"ok": True, "comments_html": "", "comments_cnt": 3}))

    assert page.comments == ()
    assert page.total == 3


def test_an_answer_with_an_error_says_why() -> None:
    page = comments_in(json.dumps({"error": "Invalid hash"}))

    assert page.unavailable == "Invalid hash"
    assert page.refused


@pytest.mark.parametrize(
    "body, why, refused",
    [
        (
            '<div class="tme_no_messages_found">Discussion is not available</div>',
            "Discussion is not available",
            False,
        ),
        (
            "<p>Please open Telegram to view this discussion from Kun</p>",
            "Please open Telegram",
            False,
        ),
        (
            '<div class="tgme_widget_message_error">Post not found</div>',
            "Post not found",
            True,
        ),
        ("Array", "Array", False),
    ],
)
def test_a_thread_that_is_not_shown_says_why(
    body: str, why: str, refused: bool
) -> None:
    page = comments_in(body)

    assert why in (page.unavailable or "")
    assert page.refused is refused
    assert page.total is None


def test_no_comments_are_none_not_unknown() -> None:
    page = comments_in(header("Comments on this post") + FORM)

    assert (page.comments, page.total, page.unavailable) == ((), 0, None)


def test_one_broken_comment_is_set_aside_and_counts_as_read() -> None:
    page = comments_in(FORM + comment(n=19, date="") + comment(n="x") + comment())

    assert [one.id for one in page.comments] == ["telegram:1591537674:20"]
    assert page.ids == {"telegram:1591537674:19", "telegram:1591537674:20"}
    assert len(page.set_aside) == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>hello</p>",
        "[]",
        "{}",
        '{"ok": true}',
        header("44 comments") + "<div class='new-markup'>words</div>",
    ],
)
def test_what_should_have_comments_but_none_we_know_has_changed(body: str) -> None:
    with pytest.raises(SourceError) as caught:
        comments_in(body)

    assert caught.value.reason is Reason.CHANGED_FORMAT


@pytest.mark.parametrize(
    "body",
    [
        '{"a":' * 50_000,
        '{"comments_html": 5}',
        '{"comments_html": null, "comments_cnt": -1}',
        json.dumps({"comments_html": comment(n="9" * 5000), "comments_cnt": 10**30}),
        "<!-- js-new_message_form",
        header("9" * 5000),
        comment("\0\ud800"),
        '<div class="tgme_widget_message" data-post-id="1">' * 50_000,
    ],
)
def test_hostile_answers_are_read_or_refused(body: str) -> None:
    assert read_or_refused(body)


PIECES = st.sampled_from(
    [*(FORM + comment()).split("<"), "!--", "-->", "script>", '{"error":1}', "\0"]
)


@given(st.lists(PIECES, max_size=40).map("<".join))
def test_no_body_breaks_the_parser(body: str) -> None:
    assert read_or_refused(body)
