"""What is written of a pass, in which order, and what becomes of it in trouble."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.comments import Comment, FoundComment
from domain.errors import AwayError
from domain.sources import Cursor, Kind, Source
from listener.harvest import Harvest
from listener.pseudonyms import Pseudonyms
from store.arrivals import Arrivals, Saved
from store.motor import connected

NOON = datetime(2026, 5, 10, 12, tzinfo=UTC)
KUN = Source(Kind.TELEGRAM, "kun", official=True)


class Troubled(Arrivals):
    """Fails at the next write of comments, by what it is given."""

    trouble: BaseException | None = None

    async def save_comments(
        self, comments: Sequence[Comment], *, now: datetime
    ) -> Saved:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        return await super().save_comments(comments, now=now)


class Slow(Arrivals):
    """Fails to write of one thread, and takes its time over another."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.written: list[str] = []

    async def save_thread_read(
        self,
        post_id: str,
        *,
        now: datetime,  # noqa: ARG002
        total: int | None,  # noqa: ARG002
    ) -> None:
        if post_id == "fails":
            raise AwayError("no primary")
        await asyncio.sleep(0.05)
        self.written.append(post_id)


@pytest.fixture
async def arrivals(uri_and_db: tuple[str, str]) -> AsyncIterator[Troubled]:
    async with connected(*uri_and_db) as database:
        yield Troubled(database)


@pytest.fixture
def harvest(arrivals: Troubled, tmp_path: Path) -> Harvest:
    return Harvest(KUN, arrivals, Pseudonyms(tmp_path / "keys"), lambda: NOON)


async def test_the_cursor_is_saved_when_what_it_stands_for_is(
    harvest: Harvest, arrivals: Troubled
) -> None:
    await harvest.add([said(7)])
    harvest.move(Cursor(7, 7))
    before = await arrivals.cursor(KUN.id)

    await harvest.flush()

    assert before is None
    assert await arrivals.stored([said(7).id]) == {said(7).id}
    assert await arrivals.cursor(KUN.id) == Cursor(7, 7)


@pytest.mark.parametrize(
    "trouble", [AwayError("no primary"), asyncio.CancelledError("told to stop")]
)
async def test_comments_that_could_not_be_saved_come_with_the_next_flush(
    harvest: Harvest, arrivals: Troubled, trouble: BaseException
) -> None:
    await harvest.add([said(7)])
    harvest.move(Cursor(7, 7))
    arrivals.trouble = trouble
    with pytest.raises(type(trouble)):
        await harvest.flush()
    in_trouble = await arrivals.cursor(KUN.id)

    await harvest.flush()

    assert in_trouble is None
    assert await arrivals.stored([said(7).id]) == {said(7).id}
    assert await arrivals.cursor(KUN.id) == Cursor(7, 7)


async def test_what_is_gone_is_erased_after_what_was_taken_in_before(
    harvest: Harvest, arrivals: Troubled
) -> None:
    await harvest.add([said(7), said(8)])
    harvest.note_gone([said(7).id])

    await harvest.flush()

    assert await arrivals.stored([said(7).id, said(8).id]) == {said(8).id}
    assert harvest.erased == 1


async def test_what_is_there_after_all_is_not_erased(
    harvest: Harvest, arrivals: Troubled
) -> None:
    harvest.note_gone([said(7).id])
    await harvest.add([said(7)])

    await harvest.flush()

    assert await arrivals.stored([said(7).id]) == {said(7).id}


async def test_no_thread_is_still_being_written_when_another_failed(
    tmp_path: Path, uri_and_db: tuple[str, str]
) -> None:
    async with connected(*uri_and_db) as database:
        slow = Slow(database)
        harvest = Harvest(KUN, slow, Pseudonyms(tmp_path / "keys"), lambda: NOON)
        for post in ("fails", "takes longer"):
            harvest.thread_read(post, NOON, 5)

        with pytest.raises(AwayError):
            await harvest.flush()

    assert slow.written == ["takes longer"]


async def test_who_asks_to_be_forgotten_while_comments_wait_is_not_kept(
    arrivals: Troubled, tmp_path: Path
) -> None:
    pseudonyms = Pseudonyms(tmp_path / "keys")
    harvest = Harvest(KUN, arrivals, pseudonyms, lambda: NOON)
    theirs = replace(said(7), identity="telegram:77")
    await harvest.add([theirs, said(8)])
    pseudonyms.opted_out.add("telegram:77", source=KUN.id)

    await harvest.flush()

    assert await arrivals.stored([theirs.id, said(8).id]) == {said(8).id}


def said(number: int) -> FoundComment:
    return FoundComment(f"telegram:5:{number}", NOON, f"Fikr {number}")
