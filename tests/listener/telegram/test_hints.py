"""What is pushed tells where to look, and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telethon.tl import types
from telethon.tl.types import PeerUser

from listener.telegram.hints import NAMED, Changed, Hints
from listener.telegram.pushed import changed_in

from .tl_messages import GROUP, message

NOTHING = Changed(frozenset(), all=False)
NOW = datetime(2026, 5, 10, tzinfo=UTC)


def test_a_hint_wakes_who_waits_and_is_taken_once() -> None:
    hints = Hints()
    event = hints.event(GROUP)

    hints.note(GROUP, [3, 4])
    woken = event.is_set()
    taken = hints.take(GROUP)

    assert woken
    assert taken == Changed(frozenset({3, 4}), all=False)
    assert not event.is_set()
    assert hints.take(GROUP) == NOTHING


def test_chats_that_nobody_follows_are_not_remembered() -> None:
    hints = Hints()

    hints.note(99, [1])

    assert hints.take(99) == NOTHING


def test_too_many_to_name_are_all() -> None:
    hints = Hints()
    hints.event(GROUP)

    hints.note(GROUP, range(NAMED + 1))

    assert hints.take(GROUP) == Changed(frozenset(), all=True)


def test_after_a_silence_every_chat_may_have_changed() -> None:
    hints = Hints()
    events = [hints.event(1), hints.event(2)]

    hints.everything()

    assert all(event.is_set() for event in events)
    assert hints.take(1).all


def test_what_was_not_looked_at_is_for_the_next_who_takes() -> None:
    hints = Hints()
    hints.event(GROUP)
    hints.note(GROUP, [4])

    hints.again(GROUP, Changed(frozenset({3}), all=False))
    named = hints.take(GROUP)
    hints.again(GROUP, Changed(frozenset(), all=True))

    assert named == Changed(frozenset({3, 4}), all=False)
    assert hints.take(GROUP) == Changed(frozenset(), all=True)


@pytest.mark.parametrize(
    "update, hint",
    [
        (types.UpdateNewChannelMessage(message(3), 1, 1), (GROUP, ())),
        (types.UpdateEditChannelMessage(message(3), 1, 1), (GROUP, (3,))),
        (types.UpdateDeleteChannelMessages(GROUP, [3, 4], 1, 2), (GROUP, (3, 4))),
        (types.UpdateChannelTooLong(GROUP), (GROUP, ())),
        (types.UpdateChannel(GROUP), (GROUP, ())),
        (types.UpdateUserTyping(5, types.SendMessageTypingAction()), None),
        (types.UpdateNewMessage(message(3, peer_id=PeerUser(5)), 1, 1), None),
    ],
)
def test_an_update_names_its_chat_and_what_changed(update: Any, hint: Any) -> None:
    assert changed_in(update) == hint
