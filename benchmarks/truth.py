"""The demo world's true mood against the estimate, week by week.

``python -m benchmarks.truth [FOLDER]``: the data folder of a demo world; without one
a world is collected, scored and thrown away. Its attitudes are known, its sentences
were written for it: many people say the same of a handful of phrases, which the
scorer never saw. So this measures all parts together, not the scorer's errors on
what people really write, and much of what is said is found to be a campaign.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from domain.campaigns import Campaign
from domain.periods import Period, day_of
from kayfiyat.demo.truth import true_mood
from kayfiyat.demo.world import World
from kayfiyat.demo_place import DemoPlace
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, signed, table
from mood.estimates import Estimate
from mood.reading import series
from store.campaigns import Campaigns
from store.cells import Cells
from store.clients import Database, Document

AROUND = timedelta(days=14)
"""Of the reform that the campaign is about, so much around it is shown."""


@dataclass(frozen=True, slots=True)
class Side:
    """An estimate of a week, and what is true of it."""

    estimate: Estimate
    truth: float

    @property
    def off(self) -> float:
        return (self.estimate.mood or 0.0) - self.truth

    @property
    def inside(self) -> bool:
        low, high = self.estimate.low, self.estimate.high
        return low is not None and high is not None and low <= self.truth <= high

    @property
    def level_inside(self) -> bool:
        low, high = self.estimate.low_elsewhere, self.estimate.high_elsewhere
        return low is not None and high is not None and low <= self.truth <= high


Week = tuple[Side, Side]
"""With campaigns, and without."""


def main() -> None:
    """Print the weeks, what was found of the campaign, and a summary."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("data_dir", nargs="?", type=Path)
    given = asked.parse_known_args()[0].data_dir
    if given:
        compare(given)
        return
    with made_up() as data_dir:
        compare(data_dir)


@contextmanager
def made_up() -> Iterator[Path]:
    """A demo world, collected and scored whole."""
    command = [sys.executable, "-m", "kayfiyat"]
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "demo"
        for step in (
            ["run", "--demo", "--once", "--data-dir", folder],
            ["score", "--once", "--data-dir", str(data_dir)],
        ):
            subprocess.run([*command, *step], check=True, capture_output=True)  # noqa: S603
        yield data_dir


def compare(data_dir: Path) -> None:
    demo, at = DemoPlace(data_dir), datetime.now(UTC)
    world = demo.world()
    world.grow(day_of(at))
    planted = world.plan.campaign
    with opened(place(demo.config, data_dir)) as open_database:
        database = open_database.database
        span = Cells(database).span()
        if span is None:
            sys.exit("no cells yet: `kayfiyat run --demo --once` first")
        every = list(weeks(database, world, span, now=at))
        console.print(shown("all comments", every))
        day = world.start + timedelta(days=planted.day)
        near = Period(day - AROUND, day + AROUND)
        about = list(weeks(database, world, near, reform=planted.reform, now=at))
        console.print(shown(f"\n{planted.reform}, around the campaign", about))
        found = Campaigns(database).select(span)
    console.print()
    for line in summary(every, about, found):
        console.print(line, highlight=False)


def weeks(
    database: Database[Document],
    world: World,
    period: Period,
    *,
    reform: str | None = None,
    now: datetime,
) -> Iterator[Week]:
    """Each week of ``period`` with a mood and a truth, with campaigns and without."""
    view = partial(series, database, period, by="week", reform=reform)
    true = partial(true_mood, world, reform=reform, now=now)
    for whole, people in zip(view(), view(campaigns=False), strict=True):
        truth, of_people = true(whole.period), true(people.period, campaigns=False)
        if truth is None or of_people is None:
            continue
        if whole.mood is not None and people.mood is not None:
            yield Side(whole, truth), Side(people, of_people)


def shown(title: str, found: Iterable[Week]) -> object:
    made = table(
        "week", "truth", "estimate", "95% interval", "inside", "off",
        "without: truth", "estimate", "interval", "inside",
        title=title,
    )  # fmt: skip
    for whole, people in found:
        made.add_row(
            whole.estimate.period.first.isoformat(),
            *_told(whole),
            signed(whole.off),
            *_told(people),
        )
    return made


def _told(side: Side) -> tuple[str, ...]:
    each = side.estimate
    return (
        signed(side.truth),
        signed(each.mood),
        f"{signed(each.low)} to {signed(each.high)}",
        "yes" if side.inside else "level" if side.level_inside else "no",
    )


def summary(
    every: Sequence[Week], about: Sequence[Week], found: Sequence[Campaign]
) -> Iterator[str]:
    """Mean errors, how often intervals hold, and how much is found to be campaigns."""
    yield f"with campaigns: {figures([whole for whole, _ in every])}"
    yield f"without them: {figures([people for _, people in every])}"
    yield f"that reform, without them: {figures([people for _, people in about])}"
    comments = sum(each.comments for each in found)
    largest = max((each.comments for each in found), default=0)
    yield (
        f"campaigns found: {len(found)} with {comments:,} comments, where one of "
        f"{largest} was planted."
    )


def figures(sides: Sequence[Side]) -> str:
    if not sides:
        return "no weeks"
    n = len(sides)
    off = sum(abs(side.off) for side in sides) / n
    bias = sum(side.off for side in sides) / n
    beyond = sum((side.off - bias) ** 2 for side in sides) / n
    inside = sum(side.inside for side in sides) / n
    level = sum(side.level_inside for side in sides) / n
    return (
        f"{n} weeks, mean absolute error {off:.1f} points (bias {bias:+.1f}, "
        f"beyond it {beyond**0.5:.1f}), "
        f"{inside:.0%} inside the interval, {level:.0%} inside that of the level"
    )


if __name__ == "__main__":
    main()
