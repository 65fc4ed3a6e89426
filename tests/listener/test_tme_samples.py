"""Pages that others saved of t.me are read as an independent reader counted them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from listener.tme_channel import channel_page
from listener.tme_common import number
from listener.tme_discussion import comments_in
from listener.tme_landing import landing

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def expected(*folders: str) -> list[tuple[str, dict[str, Any]]]:
    """What was counted in each saved page; nothing where the samples are not."""
    counted = SAMPLES / "expected.json"
    found = json.loads(counted.read_text("utf-8")) if counted.exists() else {}
    return [
        (name, each)
        for name, each in found.items()
        if name.startswith(folders) and (SAMPLES / name).exists()
    ]


def names(cases: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [name for name, _ in cases]


CHANNELS = expected("tme_channel/", "tme_fragment/")
DISCUSSIONS = expected("discussion_widget/")
LANDINGS = expected("tme_landing/")


@pytest.mark.parametrize("name, counted", CHANNELS, ids=names(CHANNELS))
def test_saved_posts_are_read_whole(name: str, counted: dict[str, Any]) -> None:
    page = channel_page((SAMPLES / name).read_text("utf-8"))
    items = [item for item in counted["items"] if not item["service"]]
    assert not page.set_aside
    assert min(page.numbers) == counted["min_id"]
    assert len(page.posts) == len(items)
    for post, item in zip(page.posts, items, strict=True):
        assert post.id == "telegram:" + item["post"].lower().replace("/", ":")
        assert post.at.isoformat() == item["date"]
        assert len(post.text) == item["text_len"]
        assert post.text.startswith(item["text_start"] or "")
        assert post.views == number(item["views"] or "")
        assert post.edited is item["edited"]
        assert bool(post.reply_to) is item["reply"]


@pytest.mark.parametrize("name, counted", DISCUSSIONS, ids=names(DISCUSSIONS))
def test_saved_discussions_are_read_whole(name: str, counted: dict[str, Any]) -> None:
    page = comments_in((SAMPLES / name).read_text("utf-8"))
    found = [
        (one.id.rpartition(":")[2], one.text, one.at.isoformat(), one.reply_to)
        for one in page.comments
    ]
    assert found == [
        (one["id"], one["text"], one["date"], one["reply_to"])
        for one in counted["comments"]
    ]
    assert [page.peer] == (counted["peer"] or [None])
    assert [page.top_msg_id] == (counted["top_msg_id"] or [None])
    assert [page.discussion_hash] == (counted["discussion_hash"] or [None])
    assert [page.before] == [int(n) for n in counted["before"]] or [None]
    assert [page.unavailable] == (counted["unavailable"] or [None])


@pytest.mark.parametrize("name, counted", LANDINGS, ids=names(LANDINGS))
def test_saved_landing_pages_are_read(name: str, counted: dict[str, Any]) -> None:
    page = landing((SAMPLES / name).read_text("utf-8"))
    assert page.title == counted["page_title"]
    assert page.extra == counted["extra"]
    assert page.previewable is counted["has_preview_link"]
