"""Channel previews: posts, and every trap that Telegram's markup sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coverage import Reason
from domain.errors import SourceError
from listener.tme_channel import channel_page, posts_in
from listener.tme_common import moment, number
from listener.tme_landing import landing, why_no_preview

AT = "2026-05-04T12:00:00+00:00"
DATED = (
    '<a class="tgme_widget_message_date" href="https://t.me/kun/5">'
    f'<time datetime="{AT}">12:00</time></a>'
)


def message(inner: str, *, link: str = "kun/5", dated: str = DATED) -> str:
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" '
        f'data-post="{link}">{inner}{dated}</div></div>'
    )


def read_or_refused(page: str) -> bool:
    """Whether the page is read, or refused in the one way that is right."""
    try:
        return bool(channel_page(page))
    except SourceError as error:
        return error.reason is Reason.CHANGED_FORMAT


def text(words: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text">{words}</div>'


def test_a_post_has_an_id_a_time_and_its_words() -> None:
    (post,) = posts_in(message(text("one<br/>two"), link="KunUz/5"))

    assert post.id == "telegram:kunuz:5"
    assert post.at == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert post.text == "one\ntwo"


def test_emoji_of_all_makes_are_words() -> None:
    words = (
        '<i class="emoji" style="x"><b>👍</b></i> '
        '<tg-emoji emoji-id="5"><i class="emoji"><b>🔥</b></i></tg-emoji>'
    )
    (post,) = posts_in(message(text(words)))

    assert post.text == "👍 🔥"


def test_the_quote_that_a_post_answers_is_not_its_words() -> None:
    quoted = (
        '<a class="tgme_widget_message_reply" href="https://t.me/kun/3">'
        '<div class="js-message_reply_text">quoted</div>'
        '<div class="js-message_text">quoted too</div></a>'
    )
    (post,) = posts_in(message(quoted + text("answer")))

    assert post.text == "answer"
    assert post.reply_to == "telegram:kun:3"


def test_a_link_preview_is_not_words() -> None:
    preview = '<a class="tgme_widget_message_link_preview"><div>title</div></a>'
    (post,) = posts_in(message(text("words") + preview))

    assert post.text == "words"


def test_a_nested_caption_is_read_once() -> None:
    (post,) = posts_in(message(text(text("caption"))))

    assert post.text == "caption"


def test_an_album_is_one_post_that_reaches_to_its_last_picture() -> None:
    links = "".join(f'<a href="https://t.me/kun/{n}?single"></a>' for n in (5, 6, 7))
    album = f'<div class="tgme_widget_message_grouped_wrap">{links}</div>'
    page = channel_page(message(album + text("caption")))

    assert len(page.posts) == 1
    assert page.numbers == {5, 6, 7}


def test_the_length_of_a_video_is_no_time() -> None:
    video = '<time class="message_video_duration">0:52</time>'
    (post,) = posts_in(message(video + text("words")))

    assert post.at.isoformat() == AT


def test_service_messages_are_no_posts_but_count_as_read() -> None:
    service = message(text("Channel created"), link="kun/1").replace(
        'tgme_widget_message"', 'tgme_widget_message service_message"'
    )
    page = channel_page(service + message(text("words")))

    assert [post.id for post in page.posts] == ["telegram:kun:5"]
    assert page.numbers == {1, 5}


def test_a_post_without_words_is_kept() -> None:
    poll = '<div class="tgme_widget_message_poll"><div>How?</div></div>'
    (post,) = posts_in(message(poll))

    assert post.text == ""


def test_the_number_may_stand_on_the_frame() -> None:
    framed = (
        '<div class="tgme_widget_message_wrap" data-post="kun/5">'
        f'<div class="tgme_widget_message">{text("words")}{DATED}</div></div>'
    )
    page = channel_page(framed)

    assert [post.text for post in page.posts] == ["words"]
    assert not page.set_aside


def test_reactions_are_counted_by_kind() -> None:
    reactions = """<div class="tgme_widget_message_reactions">
    <span class="tgme_reaction"><i class="emoji"><b>👍</b></i>1.2K</span>
    <span class="tgme_reaction tgme_reaction_paid"><i></i>7</span>
    <span class="tgme_reaction"><tg-emoji emoji-id="99"></tg-emoji>3</span>
    <span class="tgme_reaction"><i class="emoji"><b>❤</b></i></span></div>"""
    (post,) = posts_in(message(reactions))

    assert post.reactions == {"👍": 1200, "paid": 7, "custom:99": 3}


def test_edited_is_a_word_beside_the_time() -> None:
    meta = f'<span class="tgme_widget_message_meta">edited &nbsp;{DATED}</span>'
    (edited,) = posts_in(message(text("words"), dated=meta))
    (never,) = posts_in(message(text("edited")))

    assert edited.edited is True
    assert never.edited is False


@pytest.mark.parametrize(
    "shown, meant",
    [
        ("37.2K", 37_200),
        ("1.1M", 1_100_000),
        ("109K", 109_000),
        ("2", 2),
        ("217\u2009094 subscribers", 217_094),
        ("56 054 members, 12 326 online", 56_054),
        ("1,234", 1234),
        ("no number", None),
        ("", None),
    ],
)
def test_rounded_numbers_are_read(shown: str, meant: int | None) -> None:
    assert number(shown) == meant


@pytest.mark.parametrize("written", [None, "", "0:52", "2026-05-04T12:00:00", "x" * 99])
def test_a_time_without_a_zone_is_none(written: str | None) -> None:
    assert moment(written) is None


def test_one_broken_message_is_set_aside_and_the_rest_goes_on() -> None:
    broken = message(text("words"), link="kun/4", dated="")
    nameless = message(text("words"), link="kun/x")
    page = channel_page(broken + nameless + message(text("whole")))

    assert [post.text for post in page.posts] == ["whole"]
    assert [place for place, _ in page.set_aside] == ["t.me/kun/4", "t.me/kun/x"]


def test_what_is_set_aside_is_told_without_its_words() -> None:
    page = channel_page(message(text("secret"), link="kun/4", dated="") + message(""))

    assert "secret" not in str(page.set_aside)


def test_a_page_shows_who_follows() -> None:
    counters = "".join(
        f'<div class="tgme_channel_info_counter"><span class="counter_value">{n}</span>'
        f' <span class="counter_type">{kind}</span></div>'
        for n, kind in (("500", "photos"), ("10K", "subscribers"))
    )
    assert channel_page(counters + message("")).followers == 10_000


def test_nothing_found_is_an_empty_page() -> None:
    nothing = '<div class="tme_no_messages_found">No posts found</div>'
    assert posts_in(f'<div class="tgme_widget_message_wrap">{nothing}</div>') == []


def test_a_json_string_that_holds_a_page_is_read() -> None:
    assert len(posts_in(json.dumps(message(text("words"))))) == 1


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>hello</p>",
        '{"ok": true}',
        message(text("words"), link="", dated=""),
        message("", link="no number"),
    ],
)
def test_a_page_in_which_nothing_is_known_is_a_changed_format(page: str) -> None:
    with pytest.raises(SourceError) as caught:
        posts_in(page)

    assert caught.value.reason is Reason.CHANGED_FORMAT


def test_a_refused_channel_is_not_public() -> None:
    refused = (
        '<div class="tgme_widget_message_error">This channel can’t be displayed</div>'
    )
    with pytest.raises(SourceError, match="can’t be displayed") as caught:
        posts_in(refused)

    assert caught.value.reason is Reason.NOT_PUBLIC
    assert caught.value.permanent


@pytest.mark.parametrize(
    "page",
    [
        '<div class="tgme_widget_message">' * 100_000,
        "<b>" * 100_000,
        message("\0\ud800<!--"),
        message(text("x")) * 3000,
        '<div class="tgme_widget_message" data-post="kun/5"' * 1000,
        message("", link="kun/" + "9" * 5000),
    ],
    ids=["deep", "bold", "odd", "many", "torn", "huge"],
)
def test_hostile_markup_is_read_or_refused(page: str) -> None:
    assert read_or_refused(page)


PIECES = st.sampled_from(
    [*message(text("words")).split("<"), "!--", "-->", "script>", "/div>", "\0", "é"]
)


@given(st.lists(PIECES, max_size=40).map("<".join))
def test_no_page_breaks_the_parser(page: str) -> None:
    assert read_or_refused(page)


def test_a_landing_page_tells_why_there_is_no_preview() -> None:
    title = '<div class="tgme_page_title">Name</div>'
    extra = '<div class="tgme_page_extra">{}</div>'
    preview = '<a class="tgme_page_context_link" href="/s/kun">Preview channel</a>'
    said = {
        "group": title + extra.format("56 054 members, 12 326 online"),
        "closed": title + extra.format("1 subscriber"),
        "not shown": title + extra.format("217 094 subscribers") + preview,
        "person": title + extra.format("@kun"),
        "nobody": "<div class='tgme_page_description'>you can contact @kun</div>",
    }
    for word, page in said.items():
        assert word in why_no_preview(landing(page), "kun")
