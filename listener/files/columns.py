"""Which column of a table means what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.errors import InputError

_USUAL = """
text: text message comment body content matn izoh текст комментарий матн
at: at date time datetime timestamp created_at published_at sana vaqt дата время сана
author: author from user username muallif автор
id: id message_id comment_id
post: post post_id пост
reply_to: reply_to reply_to_id parent parent_id
official: official
channel: channel source chat kanal канал
what: what
views: views
"""
MEANINGS: Mapping[str, list[str]] = {
    meaning: usual.split()
    for meaning, _, usual in (
        line.partition(":") for line in _USUAL.split("\n") if line
    )
}
_NEEDED = ("text", "at")


def columns_of(
    names: Sequence[str], given: Mapping[str, str] | None, path: Path
) -> dict[str, str]:
    """The column of each meaning, as given, else by its usual names.

    Raises InputError, naming the mend, where a column is missing or unknown.
    """
    given = given or {}
    _check(given, names, path)
    taken = set(given.values())
    by_name = {name.strip().casefold(): name for name in reversed(names)}
    found = dict(given)
    for meaning, usual in MEANINGS.items():
        candidates = [by_name[name] for name in usual if name in by_name]
        free = [name for name in candidates if name not in taken]
        if meaning not in found and free:
            found[meaning] = free[0]
            taken.add(free[0])
    for meaning in _NEEDED:
        if meaning not in found:
            raise InputError(
                f"{path}: no column for {meaning}; name it with --map "
                f"{meaning}=COLUMN (the columns: {', '.join(names)[:200]})"
            )
    return found


def _check(given: Mapping[str, str], names: Sequence[str], path: Path) -> None:
    for meaning, column in given.items():
        if meaning not in MEANINGS:
            raise InputError(
                f"--map {meaning}={column}: no such name; use one of "
                f"{', '.join(MEANINGS)}"
            )
        if column not in names:
            raise InputError(
                f"{path}: there is no column {column!r} for {meaning} "
                f"(the columns: {', '.join(names)[:200]})"
            )
