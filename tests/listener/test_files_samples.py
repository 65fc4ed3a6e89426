"""Real and foreign files agree with what an independent reader counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.periods import TASHKENT
from kayfiyat.commands.reading import as_json
from listener.files import read_file

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLES = SHARED / "samples"


def expected(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and counts of each sample in folders that begin so."""
    path = SAMPLES / "expected.json"
    counted = json.loads(path.read_text()) if path.exists() else {}
    return [(name, each) for name, each in counted.items() if name.startswith(folder)]


def lines_of(name: str) -> list[dict[str, Any]]:
    return [
        as_json(found)
        for chat in read_file(SAMPLES / name).chats
        for found in chat.found
    ]


def local(text: str, form: str) -> str:
    at = datetime.strptime(text, form).replace(tzinfo=TASHKENT)
    return at.astimezone(UTC).isoformat()


@pytest.mark.parametrize("name, counts", expected("tdesktop_json/"))
def test_json_exports_agree(name: str, counts: dict[str, Any]) -> None:
    lines = lines_of(name)

    assert len(lines) == counts["by_type"]["message"]
    assert sum(line["text"] != "" for line in lines) == counts["with_text"]
    assert sum(len(line["text"]) for line in lines) == counts["chars"]
    assert sum(line["edited"] is not None for line in lines) == counts["edited"]
    assert sum(line["reply_to"] is not None for line in lines) == counts["replies"]
    assert sum(line["reactions"] != {} for line in lines) == counts["with_reactions"]
    assert (
        sum(sum(line["reactions"].values()) for line in lines)
        == (counts["reaction_total"])
    )
    times = [line["at"] for line in lines]
    for at, which in ((min(times), "first"), (max(times), "last")):
        unix = counts[f"{which}_unix"]
        assert at == (
            datetime.fromtimestamp(unix, UTC).isoformat()
            if unix
            else local(counts[which], "%Y-%m-%dT%H:%M:%S")
        )


@pytest.mark.parametrize("name, counts", expected("tdesktop_json/"))
def test_what_the_exporter_did_not_support_is_set_aside(
    name: str, counts: dict[str, Any]
) -> None:
    chats = read_file(SAMPLES / name).chats
    for chat in chats:
        list(chat.found)

    set_aside = sum(len(chat.set_aside) for chat in chats)
    assert set_aside == counts["by_type"].get("unsupported", 0)
    assert all(chat.type == counts["chat_type"] for chat in chats)


@pytest.mark.parametrize("name, counts", expected("tdesktop_html/"))
def test_html_exports_agree(name: str, counts: dict[str, Any]) -> None:
    lines = lines_of(name)

    assert len(lines) == counts["default"] + counts["joined"]
    assert sum(line["text"] != "" for line in lines) == counts["with_text"]
    assert sum(line["reply_to"] is not None for line in lines) == counts["reply_to"]
    assert lines[0]["at"] == local(counts["first_date"], "%d.%m.%Y %H:%M:%S")
    assert lines[-1]["at"] == local(counts["last_date"], "%d.%m.%Y %H:%M:%S")
    assert all(line["author"] for line in lines)


@pytest.mark.parametrize("name, counts", expected("tdesktop_html/"))
def test_the_same_chat_reads_alike_in_both_formats(
    name: str, counts: dict[str, Any]
) -> None:
    twin = name.replace("html", "json").replace("messages.json", "result.json")

    def words(of: str) -> list[tuple[str, str, bool]]:
        return [(line["at"], line["text"], line["author"]) for line in lines_of(of)]

    assert words(name) == words(twin)


@pytest.mark.parametrize(
    "name, counts", expected("tme_channel/") + expected("tme_fragment/")
)
def test_saved_channel_pages_agree(name: str, counts: dict[str, Any]) -> None:
    lines = lines_of(name)
    items = [item for item in counts["items"] if not item["service"] and item["date"]]

    assert [(line["id"], line["at"]) for line in lines] == [
        (f"telegram:{item['post'].replace('/', ':')}".lower(), item["date"])
        for item in items
    ]
    assert [line["text"] != "" for line in lines] == [
        item["text_len"] > 0 for item in items
    ]
    assert {line["what"] for line in lines} <= {"post"}


@pytest.mark.parametrize("name, counts", expected("discussion_widget/"))
def test_saved_discussions_agree(name: str, counts: dict[str, Any]) -> None:
    lines = lines_of(name)

    assert [
        (line["id"].rpartition(":")[2], line["at"], line["text"]) for line in lines
    ] == [(each["id"], each["date"], each["text"]) for each in counts["comments"]]
    assert [line["author"] for line in lines] == [
        each["author_present"] and not each["deleted_account"]
        for each in counts["comments"]
    ]


@pytest.mark.parametrize("name, counts", expected("tme_landing/"))
def test_a_landing_page_holds_no_posts_and_is_refused(
    name: str, counts: dict[str, Any]
) -> None:
    with pytest.raises(Exception, match="no page of a channel"):
        lines_of(name)


@pytest.mark.parametrize("name, counts", expected("html_comments/"))
def test_saved_comment_pages_agree(name: str, counts: dict[str, Any]) -> None:
    found = lines_of(name)
    comments = [line for line in found if line["what"] == "comment"]

    assert [line["what"] for line in found].count("post") == 1
    assert len(comments) == counts["comments"]
    assert sum(line["text"] != "" for line in comments) == counts["with_text"]
    times = {line["at"] for line in comments}
    assert {moment(counts["first_date"]), moment(counts["last_date"])} <= times


@pytest.mark.parametrize("name, counts", expected("gov_uz/"))
def test_saved_official_pages_agree(name: str, counts: dict[str, Any]) -> None:
    found = lines_of(name)

    assert {line["what"] for line in found} == {"post"}
    wanted = sorted(day(date) for date in counts["dates"])
    assert sorted(local_day(line["at"]) for line in found) == wanted
    if counts.get("links"):
        assert {line["url"] for line in found} == set(counts["links"])
    if counts.get("h1"):
        assert found[0]["text"].splitlines()[0] == counts["h1"]
        assert len(found[0]["text"].splitlines()) == 1 + counts["paragraphs"]
    for own in counts.get("ids", ()):
        assert any(line["id"].endswith(f":{own}") for line in found)


def moment(text: str) -> str:
    if text.isdigit():
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    return datetime.fromisoformat(text).astimezone(UTC).isoformat()


def day(text: str) -> str:
    form = "%d.%m.%Y" if "." in text else "%Y-%m-%d"
    return datetime.strptime(text[:10], form).date().isoformat()  # noqa: DTZ007


def local_day(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(TASHKENT).date().isoformat()
