"""What a Telegram message is to us."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types
from telethon.tl.types import PeerChannel, PeerUser

from listener.telegram.messages import (
    found_comment,
    found_posts,
    root_of,
    text_of,
    trimmed,
)

from .tl_messages import (
    CHANNEL,
    GROUP,
    NOON,
    answering,
    forwarded,
    message,
    reposted,
    service,
)


def comment(one: Any) -> Any:
    return found_comment(one, group=GROUP, channel=CHANNEL, post="telegram:kun:7")


def test_a_persons_message_is_a_comment() -> None:
    found = comment(message(9))

    assert (found.id, found.text) == ("telegram:20:9", "words 9")
    assert (found.identity, found.official) == ("user:5", False)
    assert found.post == "telegram:kun:7"


@pytest.mark.parametrize(
    "sender, identity, official",
    [
        (None, None, True),
        (PeerChannel(CHANNEL), "channel:10", True),
        (PeerChannel(GROUP), "channel:20", True),
        (PeerChannel(99), "channel:99", False),
    ],
)
def test_the_page_is_told_from_other_channels(
    sender: Any, identity: str | None, official: bool
) -> None:
    found = comment(message(from_id=sender))

    assert (found.identity, found.official) == (identity, official)


def test_the_forwarded_post_is_no_comment() -> None:
    assert comment(forwarded(of=7)) is None
    assert root_of(forwarded(of=7), CHANNEL) == 7


def test_what_a_person_forwards_by_hand_is_a_comment() -> None:
    assert root_of(forwarded(from_id=PeerUser(5)), CHANNEL) is None
    assert comment(forwarded(from_id=PeerUser(5))) is not None


def test_a_post_that_is_itself_a_forward_stands_for_the_channels_own() -> None:
    assert root_of(reposted(of=7, first=900), CHANNEL) == 7
    assert comment(reposted()) is None


def test_another_channels_post_is_no_root() -> None:
    assert root_of(forwarded(), CHANNEL + 1) is None


@pytest.mark.parametrize(
    "gone",
    [
        types.MessageEmpty(3, None),
        service(3),
        service(3, types.MessageActionChannelMigrateFrom("Kun", 4)),
    ],
)
def test_service_and_empty_messages_are_neither(gone: Any) -> None:
    assert comment(gone) is None
    assert found_posts([gone], name="kun") == []


@pytest.mark.parametrize(
    "header, answers",
    [
        (None, None),
        (answering(100), None),
        (answering(105, top=100), "telegram:20:105"),
        (answering(100, top=100), None),
        (answering(3, top=2, reply_to_peer_id=PeerChannel(9)), None),
        (answering(3, top=2, reply_to_peer_id=types.PeerChat(9)), None),
        (answering(105, 100, reply_to_peer_id=PeerChannel(GROUP)), "telegram:20:105"),
        (types.MessageReplyHeader(), None),
        (types.MessageReplyStoryHeader(PeerChannel(9), 3), None),
    ],
)
def test_an_answer_names_the_comment_that_it_answers(
    header: Any, answers: str | None
) -> None:
    assert comment(message(reply_to=header)).reply_to == answers


def test_a_hidden_edit_is_none() -> None:
    later = NOON + timedelta(hours=1)

    assert comment(message(edit_date=later)).edited == later
    assert comment(message(edit_date=later, edit_hide=True)).edited is False
    assert comment(message()).edited is False


def test_reactions_are_counted_and_nobody_is_named() -> None:
    results = [
        types.ReactionCount(types.ReactionEmoji("👍"), 3),
        types.ReactionCount(types.ReactionCustomEmoji(42), 2),
        types.ReactionCount(types.ReactionPaid(), 1),
        types.ReactionCount(types.ReactionEmpty(), 9),
    ]
    recent = types.MessagePeerReaction(PeerUser(5), NOON, types.ReactionEmoji("👍"))
    given = types.MessageReactions(results=results, recent_reactions=[recent])

    found = comment(message(reactions=given))

    assert found.reactions == {"👍": 3, "custom:42": 2, "paid": 1}


def test_reactions_that_do_not_name_our_own_are_counted_too() -> None:
    counted = [types.ReactionCount(types.ReactionEmoji("👍"), 3)]
    given = types.MessageReactions(results=counted, min=True)

    assert comment(message(reactions=given)).reactions == {"👍": 3}


def test_a_message_with_nothing_but_its_number_is_a_comment() -> None:
    bare = types.Message(id=9, peer_id=PeerChannel(GROUP), date=NOON, message=None)

    found = comment(bare)

    assert (found.text, found.reply_to, found.edited) == ("", None, False)
    assert (found.identity, found.reactions) == (None, {})


def test_a_member_of_the_group_before_it_was_moved_is_not_official() -> None:
    found = comment(message(from_id=types.PeerChat(4)))

    assert (found.identity, found.official) == (None, False)


@pytest.mark.parametrize(
    "words", ["\ud83d", "\u200b" * 5_000, "a\x00b", "x" * 1_000_000, "\u202e"]
)
def test_words_are_taken_as_they_are(words: str) -> None:
    assert comment(message(message=words)).text == words
    assert found_posts([message(7, message=words)], name="kun")[0].text == words


def test_a_picture_without_words_has_none() -> None:
    assert text_of(message(message="", media=types.MessageMediaPhoto())) == ""


def test_a_poll_says_its_question() -> None:
    answer = types.PollAnswer(types.TextWithEntities("Ha", []), b"0")
    question = types.TextWithEntities("Rozimisiz?", [])
    poll = types.Poll(id=1, question=question, answers=[answer], hash=0)
    media = types.MessageMediaPoll(poll, types.PollResults())

    assert text_of(message(message="", media=media)) == "Rozimisiz?"


def test_an_album_is_one_post_under_its_first_number() -> None:
    replies = types.MessageReplies(replies=4, replies_pts=1, comments=True)
    parts = [
        message(7, message="", grouped_id=1, views=5, forwards=0, replies=replies),
        message(8, message="caption", grouped_id=1, views=9, forwards=0),
        message(9, message="alone"),
    ]

    album, alone = found_posts(reversed(parts), name="Kun")

    assert (album.id, album.text, album.views) == ("telegram:kun:7", "caption", 9)
    assert (album.comment_total, alone.comment_total) == (4, None)
    assert album.url == "https://t.me/Kun/7"
    assert alone.id == "telegram:kun:9"


def test_an_album_stays_one_post_whatever_stands_in_it() -> None:
    parts = [message(7, grouped_id=1), message(9, grouped_id=1)]

    album, other = found_posts([*parts, message(8)], name="kun")

    assert (album.id, album.text) == ("telegram:kun:7", "words 7\nwords 9")
    assert other.id == "telegram:kun:8"


def test_an_album_is_left_whole_for_the_next_page_whatever_stands_in_it() -> None:
    page = [message(9), message(8, grouped_id=1), service(7), message(6, grouped_id=1)]

    assert [one.id for one in trimmed(page, full=True)] == [9]


def test_a_full_page_leaves_the_album_at_its_end_for_the_next() -> None:
    page = [message(9), message(8, grouped_id=1), message(7, grouped_id=1)]

    assert [one.id for one in trimmed(page, full=True)] == [9]
    assert trimmed(page, full=False) == page
    assert trimmed(page[1:], full=True) == page[1:]
    assert trimmed([], full=True) == []


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=60),
    st.sets(st.integers(0, 59)),
    st.integers(3, 20),
    st.booleans(),
)
def test_pages_of_any_size_lose_no_album_and_split_none(
    albums: list[int], services: set[int], size: int, upward: bool
) -> None:
    ordered = sorted(albums)  # an album's messages stand together
    world = [
        service(n + 1)
        if n in services
        else message(n + 1, grouped_id=album or None, message=f"{n + 1}")
        for n, album in enumerate(ordered)
    ]
    whole = {(post.id, post.text) for post in found_posts(world, name="kun")}
    rest = world if upward else world[::-1]
    longest = max(ordered.count(album) for album in set(ordered) - {0} or {0})
    size = max(size, longest + 1)

    found = []
    while rest:
        page = rest[:size]
        taken = trimmed(page, full=len(page) == size)
        found += [(post.id, post.text) for post in found_posts(taken, name="kun")]
        rest = rest[len(taken) :]

    assert sorted(found) == sorted(whole)
