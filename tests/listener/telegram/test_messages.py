"""What a Telegram message is to us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
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

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
CHANNEL, GROUP = 10, 20
FROM_CHANNEL = PeerChannel(CHANNEL)


def message(number: int = 1, **fields: Any) -> types.Message:
    given: dict[str, Any] = {
        "peer_id": PeerChannel(GROUP),
        "date": NOON,
        "message": f"words {number}",
        "from_id": PeerUser(5),
    }
    return types.Message(id=number, **(given | fields))


def forwarded(number: int = 1, of: int = 7, **fields: Any) -> types.Message:
    header = types.MessageFwdHeader(
        date=NOON,
        from_id=FROM_CHANNEL,
        channel_post=of,
        saved_from_peer=FROM_CHANNEL,
        saved_from_msg_id=of,
    )
    return message(number, **({"from_id": FROM_CHANNEL, "fwd_from": header} | fields))


def comment(one: Any) -> Any:
    return found_comment(one, group=GROUP, channel=CHANNEL, post="telegram:kun:7")


def answering(number: int, top: int | None = None, **fields: Any) -> Any:
    return types.MessageReplyHeader(
        reply_to_msg_id=number, reply_to_top_id=top, **fields
    )


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


def test_another_channels_post_is_no_root() -> None:
    assert root_of(forwarded(), CHANNEL + 1) is None


@pytest.mark.parametrize(
    "gone",
    [
        types.MessageEmpty(3, None),
        types.MessageService(
            id=3,
            peer_id=PeerChannel(GROUP),
            date=NOON,
            action=types.MessageActionPinMessage(),
        ),
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


def test_a_full_page_leaves_the_album_at_its_end_for_the_next() -> None:
    page = [message(9), message(8, grouped_id=1), message(7, grouped_id=1)]

    assert [one.id for one in trimmed(page, full=True)] == [9]
    assert trimmed(page, full=False) == page
    assert trimmed(page[1:], full=True) == page[1:]
    assert trimmed([], full=True) == []


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=60),
    st.integers(3, 20),
    st.booleans(),
)
def test_pages_of_any_size_lose_no_album_and_split_none(
    albums: list[int], size: int, upward: bool
) -> None:
    ordered = sorted(albums)  # an album's messages stand together
    world = [
        message(n + 1, grouped_id=album or None, message="")
        for n, album in enumerate(ordered)
    ]
    whole = {post.id for post in found_posts(world, name="kun")}
    rest = world if upward else world[::-1]
    longest = max(ordered.count(album) for album in set(ordered) - {0} or {0})
    size = max(size, longest + 1)

    found = []
    while rest:
        page = rest[:size]
        taken = trimmed(page, full=len(page) == size)
        found += [post.id for post in found_posts(taken, name="kun")]
        rest = rest[len(taken) :]

    assert sorted(found) == sorted(whole)
