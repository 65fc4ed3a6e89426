from __future__ import annotations

from typing import Any

import pytest

from domain.comments import Comment
from store.changes import (
    batches,
    comments_to_write,
    last_of_each,
    posts_that_say_something_else,
    posts_to_write,
)
from tests.store.examples import comment, post


def stored(comment: Comment, **fields: Any) -> dict[str, dict[str, Any]]:
    document = {
        "fingerprint": comment.fingerprint,
        "words": comment.words_fingerprint,
        "post": comment.post,
        "official": comment.official,
    }
    return {comment.id: document | fields}


def test_a_new_comment_is_written_and_pending() -> None:
    (write,) = comments_to_write([comment()], {})

    assert write.pending


def test_a_comment_that_did_not_change_is_not_written() -> None:
    assert list(comments_to_write([comment()], stored(comment()))) == []


@pytest.mark.parametrize(
    "change, pending",
    [
        ({"text": "Narxlar tushdi"}, True),
        ({"post": "telegram:kunuz:8"}, True),
        ({"official": True}, True),
        ({"reactions": {"👍": 3}}, False),
        ({"reply_to": "telegram:100:9"}, False),
    ],
)
def test_a_changed_comment_is_scored_again_if_it_says_something_else(
    change: dict[str, Any], pending: bool
) -> None:
    (write,) = comments_to_write([comment(**change)], stored(comment()))

    assert write.pending is pending


def test_words_that_expired_do_not_come_back() -> None:
    known = stored(comment(), forgotten=True)

    assert list(comments_to_write([comment(reactions={"👍": 1})], known)) == []


def test_a_post_is_written_when_anything_kept_of_it_changes() -> None:
    known = {post().id: {"fingerprint": post().fingerprint, "text": post().text}}
    seen_more = post(views=11)

    assert list(posts_to_write([post()], known)) == []
    assert list(posts_to_write([seen_more], known)) == [seen_more]
    assert posts_that_say_something_else([seen_more], known) == []


def test_a_post_with_other_words_says_something_else() -> None:
    known = {post().id: {"fingerprint": "", "text": post().text}}

    assert posts_that_say_something_else([post(text="Viza")], known) == [post().id]
    assert posts_that_say_something_else([post(8)], known) == [post(8).id]


def test_of_an_id_that_comes_twice_the_last_is_kept() -> None:
    first, other, last = comment(1), comment(2), comment(1, text="Boshqa")

    assert last_of_each([first, other, last]) == [last, other]


def test_batches_hold_everything_once() -> None:
    comments = [comment(n) for n in range(5)]

    assert [len(batch) for batch in batches(comments, 2)] == [2, 2, 1]
    assert [one for batch in batches(comments, 2) for one in batch] == comments
