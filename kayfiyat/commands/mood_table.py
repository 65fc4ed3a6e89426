"""The table of `kayfiyat mood`, and what is said below it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from rich.table import Table

from kayfiyat.printing import signed, table
from mood.estimates import BLIND, MOST_COLLECTED, SEEN, Estimate
from mood.versions import Version, jumps, versions_of
from shown.sentences import tells_numbers
from shown.words import language

HALF, FEW = "*", "†"
"""The marks of half blind steps and of those whose comments are mostly missing."""

GAP = 2
"""Spaces between two columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that ``says`` something of an estimate.

    ``empty`` is what it says where there is nothing to say: a column of nothing else
    is left out.
    """

    name: str
    says: Callable[[Estimate], str]
    empty: str | None = None


def interval(estimate: Estimate) -> str:
    """The 95% interval, or why there is none."""
    if estimate.mood is not None:
        return f"{signed(estimate.low)} to {signed(estimate.high)}"
    if estimate.coverage < BLIND:
        return "not seen"
    return "few voices" if estimate.voices else "no voices"


def elsewhere(estimate: Estimate) -> str:
    """The interval if the subject is new to the scorer."""
    if estimate.low_elsewhere is None:
        return "–"
    return f"{signed(estimate.low_elsewhere)} to {signed(estimate.high_elsewhere)}"


def seen(estimate: Estimate) -> str:
    mark = HALF if estimate.half_blind else ""
    return f"{percent(estimate.coverage)}{mark}"


def collected(estimate: Estimate) -> str:
    mark = FEW if estimate.half_collected else ""
    return f"{percent(estimate.collected)}{mark}"


def percent(share: float | None) -> str:
    """Whole percents; never 100% or 0% of what is not quite all or nothing."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def people(n: int, *, k: int) -> str:
    """How many voices; of fewer than k only that there are few."""
    return "few" if 0 < n < k else f"{n:,}"


def always(k: int) -> tuple[Column, ...]:
    """The columns of every table."""
    return (
        Column("from", lambda each: each.period.first.isoformat()),
        Column("mood", lambda each: signed(each.mood)),
        Column("95% interval", interval),
        Column("voices", lambda each: people(each.voices, k=k)),
        Column("comments", partial(comments, k=k)),
        Column("seen", seen),
    )


def comments(each: Estimate, *, k: int) -> str:
    return f"{each.comments:,}" if tells_numbers([each], k) else "–"


def where_there_is_room(k: int) -> tuple[Column, ...]:
    """The most telling first: the first that has no room takes those after it along."""
    return (
        Column("collected", collected, "–"),
        Column("if new", elsewhere, "–"),
        Column("labels", lambda each: people(each.labels, k=k), "0"),
        Column("withheld", lambda each: people(each.withheld, k=k), "0"),
    )


def made(
    estimates: Sequence[Estimate], *, width: int | None, k: int
) -> tuple[Table, str]:
    """The table, at most ``width`` wide, and the note on what had no room."""
    columns = [_said(column, estimates) for column in always(k)]
    left_out: list[str] = []
    for column in where_there_is_room(k):
        said = _said(column, estimates)
        if set(said[1:]) == {column.empty}:
            continue
        if left_out or (width is not None and _width([*columns, said]) > width):
            left_out.append(column.name)
        else:
            columns.append(said)
    shown = table(*(name for name, *_ in columns))
    for row in zip(*(said for _, *said in columns), strict=True):
        shown.add_row(*row)
    note = f"Left out for want of room: {', '.join(left_out)}; --wide shows all."
    return shown, note if left_out else ""


def _said(column: Column, estimates: Sequence[Estimate]) -> list[str]:
    return [column.name, *map(column.says, estimates)]


def _width(columns: Sequence[Sequence[str]]) -> int:
    widest = (max(map(cell_len, said)) for said in columns)
    return sum(widest) + GAP * (len(columns) - 1)


def notes(estimates: Sequence[Estimate], *, k: int) -> Iterator[str]:
    """What is to be known of the table, a sentence or two each."""
    if not any(each.comments for each in estimates):
        yield "No comment that was asked for is counted here."
    yield from _on_gaps(estimates, k)
    if any(each.half_blind for each in estimates):
        yield (
            f"{HALF} Half blind: less than {SEEN:.0%} of the hours were seen; the mood "
            f"is that of those who spoke in the others."
        )
    if any(each.half_collected for each in estimates):
        yield (
            f"{FEW} Less than {MOST_COLLECTED:.0%} of the comments that the servers "
            f"count are stored here."
        )
    if any(each.low_elsewhere is not None for each in estimates):
        yield "If new: the interval if the scorer errs as on a subject new to it."
    if any(each.withheld for each in estimates):
        yield "Withheld: voices that were asked for but would be told apart."
    if missed := not_scored(estimates):
        yield missed
    yield from map(_of_version, versions_of(estimates))
    for day in jumps(estimates):
        yield f"At {day} analysts' labels begin or end: a jump there may be no change."


def _on_gaps(estimates: Sequence[Estimate], k: int) -> Iterator[str]:
    gaps = {interval(each) for each in estimates if each.mood is None}
    if "not seen" in gaps:
        yield (
            f"Not seen: less than {BLIND:.0%} of the hours; a gap, which is not calm."
        )
    if "few voices" in gaps:
        yield f"Few voices: a mood is shown of {k} and more."


def not_scored(estimates: Sequence[Estimate]) -> str:
    """The comments without an attitude by language, in one line; "" if none."""
    missed: Counter[str] = Counter()
    for each in estimates:
        missed.update(each.not_scored)
    if not missed:
        return ""
    share = missed.total() / max(1, sum(each.comments for each in estimates))
    by_language = ", ".join(
        f"{language(name)} {n:,}" for name, n in missed.most_common()
    )
    return f"Not scored, {percent(share)} of the comments: {by_language}."


def _of_version(mark: Version) -> str:
    before, after = (" and ".join(sorted(who)) for who in (mark.before, mark.after))
    return (
        f"Scored by {before} until {mark.day}, by {after} from then on: what lies on "
        f"either side is not to be compared."
    )
