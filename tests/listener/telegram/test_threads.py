"""Under which post a message of a discussion group stands."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types
from telethon.tl.types import PeerChannel

from listener.telegram.threads import Threads, thread_of

from .test_messages import CHANNEL, answering, forwarded, message


def known(*messages: Any) -> Threads:
    threads = Threads(CHANNEL)
    threads.learn(messages)
    return threads


def test_a_direct_comment_answers_the_root() -> None:
    threads = known(forwarded(100, of=7))

    assert threads.post_of(message(101, reply_to=answering(100))) == 7


def test_an_answer_names_the_root_as_its_top() -> None:
    threads = known(forwarded(100, of=7))

    assert threads.post_of(message(102, reply_to=answering(101, top=100))) == 7


def test_what_answers_nothing_is_under_no_post() -> None:
    threads = known(forwarded(100, of=7), message(101))

    assert threads.post_of(message(101)) is None
    assert threads.post_of(message(102, reply_to=answering(101))) is None
    assert threads.unknown([message(101)]) == set()


def test_an_unknown_root_is_asked_for() -> None:
    threads = known()
    comment = message(101, reply_to=answering(100))

    before = threads.unknown([comment])
    threads.learn([forwarded(100, of=7)])

    assert before == {100}
    assert threads.unknown([comment]) == set()
    assert threads.post_of(comment) == 7


def test_a_root_that_is_gone_leaves_its_comments_without_a_post() -> None:
    threads = known()
    comment = message(101, reply_to=answering(100))
    threads.missing({100})

    assert threads.unknown([comment]) == set()
    assert threads.post_of(comment) is None


def test_comments_at_any_part_of_an_album_stand_under_its_first() -> None:
    threads = known(
        forwarded(101, of=8, grouped_id=1), forwarded(100, of=7, grouped_id=1)
    )

    assert threads.post_of(message(102, reply_to=answering(101))) == 7


def test_a_topic_and_an_answer_in_another_chat_are_no_threads() -> None:
    topic = message(5, reply_to=answering(4, forum_topic=True))
    elsewhere = message(5, reply_to=answering(4, reply_to_peer_id=PeerChannel(9)))
    story = message(5, reply_to=types.MessageReplyStoryHeader(PeerChannel(9), 3))

    assert [thread_of(one) for one in (topic, elsewhere, story)] == [None] * 3


def test_what_answers_in_a_circle_ends() -> None:
    one, two = message(5, reply_to=answering(6)), message(6, reply_to=answering(5))
    threads = known(one, two)

    unknown = threads.unknown([one, two])
    threads.missing(unknown)

    assert threads.unknown([one, two]) == set()
    assert threads.post_of(one) is None


def test_it_remembers_so_many_and_no_more() -> None:
    threads = Threads(CHANNEL, remembered=10)
    threads.learn(forwarded(number, of=number) for number in range(1, 31))

    early, late = (message(99, reply_to=answering(n)) for n in (1, 30))

    assert threads.unknown([early, late]) == {1}
    assert threads.post_of(late) == 30


@given(st.lists(st.integers(0, 10**6), max_size=30), st.randoms())
def test_chains_of_any_depth_learnt_in_any_order_lead_to_the_post(
    choices: list[int], chance: Any
) -> None:
    chain = [forwarded(100, of=7)]
    for choice in choices:  # each answers one before it, and names no top
        answered = chain[choice % len(chain)].id
        chain.append(message(100 + len(chain), reply_to=answering(answered)))
    pieces = [[one] for one in chain]
    chance.shuffle(pieces)

    threads = Threads(CHANNEL)
    for piece in pieces:
        threads.learn(piece)

    assert threads.unknown(chain[1:]) == set()
    assert {threads.post_of(one) for one in chain[1:]} <= {7}
