"""What may be shown of what was asked: from the nation's sums where these can tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from itertools import chain

from domain.cells import EVERY_REFORM, Cell
from domain.nation import ANY_REFORM, Total
from domain.periods import Period, Step
from mood.answers import Answer, answered, parts_of
from mood.disclosure import Every, Filter, daily, mixed, whole
from mood.labelled import LEAST
from mood.national import but
from mood.nationwide import answer_of, told
from store.cells import Cells
from store.clients import Database, Document

CellsOf = Callable[[Iterable[date]], list[Cell]]

NOTHING = Answer((), (), ())
_NO_LABELS: Counter[date] = Counter()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the doors to the cells by source that answer it.

    ``every`` is that to the cells of every comment, if it is asked about a reform.
    """

    period: Period
    chosen: Filter
    k: int
    cells: CellsOf
    every: CellsOf | None = None


def about_each(  # noqa: PLR0913 - what was asked
    database: Database[Document],
    period: Period,
    by: Step,
    chosen: Filter,
    *,
    reforms: Sequence[str],
    k: int,
    labelled: Iterable[date] = (),
) -> dict[str, Answer]:
    """The cells that may be shown of each of ``reforms``, or of every comment.

    They are summed over all sources but where the filter chooses some, sums cannot
    tell, or labels are enough to be used: ``labelled`` is the day of each label. The
    sums of all are read at once.
    """
    door = Cells(database)
    units, span = _span(period, by)
    every = partial(door.of_days, reform=EVERY_REFORM)
    questions = {
        reform: Question(
            period,
            chosen,
            k,
            partial(door.of_days, reform=reform),
            None if reform == EVERY_REFORM else every,
        )
        for reform in reforms
    }
    if not span or chosen.sources is not None:
        return {reform: by_source(q, units) for reform, q in questions.items()}
    nation = door.national.select(span, reforms=list(questions))
    here = _without(units, nation.unsure, Counter(labelled))
    totals = _by_reform(nation.totals)
    return {
        reform: _answered(question, units, here, totals[reform])
        for reform, question in questions.items()
    }


def about_others(  # noqa: PLR0913 - what was asked
    database: Database[Document],
    period: Period,
    by: Step,
    chosen: Filter,
    *,
    reform: str,
    k: int,
) -> Answer:
    """The cells that may be shown of all reforms but ``reform``."""
    door = Cells(database)
    question = Question(period, chosen, k, partial(door.others_of_days, reform=reform))
    units, span = _span(period, by)
    if not span or chosen.sources is not None:
        return by_source(question, units)
    nation = door.national.select(span, reforms=[ANY_REFORM, reform])
    of_it = {each.day: each for each in nation.totals if each.reform == reform}
    totals = [
        but(each, of_it.get(each.day))
        for each in nation.totals
        if each.reform == ANY_REFORM
    ]
    return _answered(question, units, _without(units, nation.unsure), totals)


def by_source(question: Question, units: Sequence[Period]) -> Answer:
    """The answer for ``units``, from the cells of each source."""
    if not units:
        return NOTHING
    days = [day for unit in units for day in _days(unit)]
    cells, chosen, k = question.cells(days), question.chosen, question.k
    everywhere, every = not chosen.chooses, cache(partial(_every, question, days))
    beside = Every(
        mixed(cells, everywhere=everywhere),
        spoken=cache(lambda: daily(cells)),
        voices=cache(lambda: daily(every())),
    )
    parts = parts_of(
        daily(cells, everywhere=everywhere),
        units,
        chosen,
        k=k,
        every=beside if question.every else None,
    )
    in_place = every() if any(part.every for part in parts.values()) else []
    return answered(cells, parts, chosen, asked=question.period, every=in_place)


def _by_reform(totals: Iterable[Total]) -> dict[str, list[Total]]:
    found: dict[str, list[Total]] = defaultdict(list)
    for total in totals:
        found[total.reform].append(total)
    return found


def _every(question: Question, days: Sequence[date]) -> list[Cell]:
    return question.every(days) if question.every else []


def _answered(
    question: Question,
    units: Sequence[Period],
    here: Sequence[Period],
    totals: Sequence[Total],
) -> Answer:
    """By ``totals`` for those units ``here`` that they can tell of, else by source."""
    chosen, about_reform = question.chosen, question.every is not None
    found = told(totals, here, chosen, k=question.k, reform=about_reform)
    nation = answer_of(totals, found, chosen, asked=question.period)
    rest = [unit for unit in units if unit not in found.parts]
    return _joined(units, (found.parts, nation), (rest, by_source(question, rest)))


def _joined(
    units: Iterable[Period], *answers: tuple[Iterable[Period], Answer]
) -> Answer:
    """One answer of several, each for some of ``units``, in the order of these."""
    lines = {
        unit: (period, withheld)
        for some, each in answers
        for unit, period, withheld in zip(
            some, each.periods, each.withheld, strict=True
        )
    }
    periods, withheld = zip(*(lines[unit] for unit in units), strict=True)
    cells = chain.from_iterable(each.cells for _, each in answers)
    return Answer(periods, list(cells), withheld)


def _without(
    units: Iterable[Period], unsure: frozenset[date], labels: Counter[date] = _NO_LABELS
) -> list[Period]:
    """The units of which no day is unsure, and that have too few labels to be used."""
    return [
        unit
        for unit in units
        if unsure.isdisjoint(days := _days(unit))
        and sum(labels[day] for day in days) < LEAST
    ]


def _span(period: Period, by: Step) -> tuple[list[Period], Period | None]:
    units = whole(period, by)
    return units, Period(units[0].first, units[-1].last) if units else None


def _days(period: Period) -> list[date]:
    return [period.first + timedelta(days=n) for n in range(period.days)]
