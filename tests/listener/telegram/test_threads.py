"""Under which post a message of a discussion group stands."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telethon.tl import types
from telethon.tl.types import PeerChannel

from listener.telegram.threads import Threads, thread_of

from .tl_messages import (
    CHANNEL,
    GROUP,
    answering,
    forwarded,
    message,
    reposted,
    service,
)


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


def test_an_album_learnt_in_pages_stands_for_its_first_in_any_order() -> None:
    threads = known(forwarded(101, of=8, grouped_id=1))
    threads.learn([forwarded(100, of=7, grouped_id=1)])

    assert threads.post_of(message(102, reply_to=answering(101))) == 7
    assert threads.post_of(message(102, reply_to=answering(100))) == 7


def test_comments_under_a_reposted_post_stand_under_the_channels_own() -> None:
    threads = known(reposted(100, of=7, first=900))

    assert threads.post_of(message(101, reply_to=answering(100))) == 7


def test_a_header_that_names_the_group_itself_points_into_it() -> None:
    here = answering(100, reply_to_peer_id=PeerChannel(GROUP))

    assert thread_of(message(101, reply_to=here)) == 100


def test_a_comment_that_quotes_another_chat_stays_in_its_thread() -> None:
    quoting = answering(4, top=100, reply_to_peer_id=PeerChannel(9))
    threads = known(forwarded(100, of=7))

    assert threads.post_of(message(101, reply_to=quoting)) == 7


def test_what_was_said_before_the_group_was_moved_is_no_thread() -> None:
    before = answering(100, reply_to_peer_id=types.PeerChat(4))

    assert thread_of(message(101, reply_to=before)) is None


def test_what_answers_itself_or_a_later_one_is_under_no_post() -> None:
    threads = known(forwarded(100, of=7))
    odd = [message(50, reply_to=answering(n)) for n in (50, 100, -1)]

    assert threads.unknown(odd) == set()
    assert [threads.post_of(one) for one in odd] == [None] * 3


def test_an_answer_to_what_the_server_says_is_under_no_post() -> None:
    threads = known(service(100))

    assert threads.post_of(message(101, reply_to=answering(100))) is None


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


def test_a_post_that_is_still_discussed_is_not_forgotten() -> None:
    threads = Threads(CHANNEL, remembered=10)
    threads.learn([forwarded(1, of=7)])
    for number in range(2, 31):
        threads.learn([forwarded(number, of=number)])
        assert threads.post_of(message(99, reply_to=answering(1))) == 7


def test_a_chain_of_many_thousands_is_followed_to_its_end() -> None:
    chain = [message(n, reply_to=answering(n - 1)) for n in range(101, 20_101)]
    threads = known(forwarded(100, of=7), *chain)

    assert threads.post_of(chain[-1]) == 7


@given(st.lists(st.integers(0, 10**6), max_size=30), st.randoms())
def test_what_is_not_known_is_asked_for_until_all_is(
    choices: list[int], chance: Any
) -> None:
    """The group's history, one message at a time, and only what was asked for."""
    group = {100: forwarded(100, of=7)}
    for number, choice in enumerate(choices, 101):
        answered = 100 + choice % len(group)
        group[number] = message(number, reply_to=answering(answered))
    gone = set(chance.sample(sorted(group), len(group) // 4))
    left = [group[number] for number in sorted(group.keys() - gone - {100})]

    threads = Threads(CHANNEL)
    while unknown := threads.unknown(left):
        assert unknown <= group.keys()
        threads.learn(group[number] for number in unknown - gone)
        threads.missing(unknown & gone)

    for one in left:
        above = one.reply_to.reply_to_msg_id
        while above not in gone and above != 100:
            above = group[above].reply_to.reply_to_msg_id
        assert threads.post_of(one) == (None if above in gone else 7)


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
