"""The report: a page for readers, its pictures, and the raw figures beside."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.soak.charts import charts
from benchmarks.soak.figures import Figures, dumped
from benchmarks.soak.lags import STAGES, at_share

HELD_WITHIN = 30.0
"""Seconds of volume that a stage may be behind at the end of the feeding."""

NATIONAL = 60
"""Comments a second of the whole country, at most."""


def report(figures: Figures, *, out: Path, docs: Path | None) -> None:
    """Write the raw figures into ``out``; the page into ``docs``, else there too."""
    (out / "figures.json").write_text(dumped(figures))
    place = docs or out
    pictures = place / "pictures"
    pictures.mkdir(exist_ok=True, parents=True)
    for name, png in charts(figures).items():
        (pictures / f"{name}.png").write_bytes(png)
    (place / "soak.md").write_text("\n".join(page(figures)) + "\n")
    print("\n".join(_verdict(figures)))


def page(figures: Figures) -> Iterator[str]:
    yield "# The soak"
    yield ""
    yield from _how(figures)
    yield "## What came of it"
    yield ""
    yield from (f"- {said}" for said in _verdict(figures))
    yield ""
    yield from _compared(figures)
    yield from _lags(figures)
    yield from _parts(figures)
    yield from _faults(figures)
    yield from _app(figures)


def _how(figures: Figures) -> Iterator[str]:
    asked, times = figures.asked, figures.asked.rate / NATIONAL
    day = datetime.fromtimestamp(figures.began, UTC).date()
    yield (
        f"`make soak RATE={asked.rate:.0f} MINUTES={asked.seconds / 60:g} "
        f"SEED={asked.seed} NODES={asked.nodes}` wrote this page on "
        f"{day.isoformat()}, on {os.cpu_count()} processors and {_memory():.0f} GB of "
        "memory, which all that follows shared: a Telegram of our own in a process "
        "apart, MongoDB as a "
        f"replica set of {asked.nodes}, `kayfiyat listen` ({asked.listeners}), "
        f"`score` ({asked.scorers}), `digest` and `app`, a mail server with TLS, a "
        "program that runs the app's first page over HTTP and WebSocket, and now and "
        "then Chromium."
    )
    yield ""
    yield (
        f"{asked.rate:,.0f} comments a second are {times:.3g} times a national volume "
        f"of {NATIONAL}. They are synthetic: Uzbek in both scripts, Russian and some "
        f"English of the demo world's phrases, in {asked.channels} channels' "
        "discussion groups, one in a hundred deleted and two edited soon after, one "
        "in 200 of a campaign."
    )
    yield ""
    yield (
        "The settings are the defaults, but for `telegram.pause`, which is 0: at one "
        "request a second an account reads at most 100 comments a second, so that this "
        "volume would take as many more accounts. What was read is read again as by "
        "default: the last hour each 7.5 minutes, all of it after each start and each "
        "lost connection."
    )
    yield ""


def _verdict(figures: Figures) -> Iterator[str]:
    """In sentences: whether the rate was held, and what was lost."""
    fed, seconds = figures.fed["comments"], figures.seconds
    yield (
        f"{fed:,} comments were fed in {seconds / 60:.1f} minutes "
        f"({fed / seconds:,.0f} a second), {figures.fed['edited']:,} edits and "
        f"{figures.fed['deleted']:,} deletions."
        + (f" It was {figures.cut_short}." if figures.cut_short else "")
    )
    for stage, behind in figures.behind().items():
        yield _held(stage, behind, figures)
    found = figures.found
    yield (
        f"**Lost {found.lost:,}, doubled {found.doubled:,}**, not erased "
        f"{found.not_erased:,}, with other words than the last {found.stale:,}, not "
        f"scored {found.unscored:,}."
        + (f" Lost are {', '.join(found.where)}." if found.where else "")
    )
    if figures.drained is None:
        yield "It had not drained when it was compared."
    else:
        yield f"All was as it was said {figures.drained / 60:.1f} minutes later."
    wrong = figures.wrong
    yield f"Not as promised: {', '.join(wrong)}." if wrong else "All else was right."


def _held(stage: str, behind: int, figures: Figures) -> str:
    fed = figures.fed["comments"]
    late = behind / max(1.0, fed / figures.seconds)
    if late <= HELD_WITHIN:
        return f"The rate was held: {stage} was {late:.0f} s of comments behind."
    share = max(0.0, 1 - behind / fed)
    return (
        f"**The rate was not held**: when the feeding ended, {behind:,} comments "
        f"({late:,.0f} s) were not {stage}; {share:.0%} were, which is "
        f"{share * fed / figures.seconds:,.0f} a second."
    )


def _compared(figures: Figures) -> Iterator[str]:
    found, blind = figures.found, figures.blind
    reasons = ", ".join(f"{k} {v:,.0f} s" for k, v in blind.reasons.items()) or "none"
    rows = [
        ("comments that must be there", f"{found.wanted:,}"),
        ("are there", f"{found.held:,}"),
        ("lost", f"{found.lost:,}"),
        ("doubled", f"{found.doubled:,}"),
        ("deleted, and still there", f"{found.not_erased:,}"),
        ("nobody wrote them", f"{found.unknown:,}"),
        ("edited, with older words", f"{found.stale:,}"),
        ("not scored", f"{found.unscored:,}"),
        ("days whose cells are to be made again", f"{found.marks_left:,}"),
        ("source-seconds left blind in the ledger", f"{blind.left:,.0f}: {reasons}"),
        ("of these with no fault to explain them", f"{blind.unexplained:,.0f}"),
        *((f"letters {what}", f"{n:,}") for what, n in figures.letters.items()),
    ]
    yield from _table(("compared at the end", ""), rows)
    checks = [
        (one["check"], f"{one['looked_at']:,}", f"{one['wrong']:,}")
        for one in figures.verified
    ]
    yield from _table(("`kayfiyat verify --all`", "looked at", "wrong"), checks)


def _lags(figures: Figures) -> Iterator[str]:
    yield "## Throughput and lag"
    yield ""
    yield "![Comments fed and stored a second](pictures/soak-rate.png)"
    yield ""
    rows = [(stage, *_shares(figures.lags[stage])) for stage in STAGES]
    all_of_them = _weighted(figures.late)
    rows.append(("stored, all comments, whole seconds", *all_of_them))
    heads = ("seconds from written to", "p50", "p90", "p99", "longest")
    yield from _table(heads, rows)
    yield (
        f"Of {len(figures.watched):,} comments, some of each second, the whole way was "
        "watched, once a second; the last line is of every comment that is stored."
    )
    yield ""
    yield "![Median lag by the minute](pictures/soak-lag.png)"
    yield ""


def _parts(figures: Figures) -> Iterator[str]:
    yield "## Memory and processors"
    yield ""
    yield "![Memory of each part](pictures/soak-memory.png)"
    yield ""
    seconds = figures.looked_until - figures.began
    rows = [
        (
            name,
            *(f"{mb:,.0f}" for mb in _quarters(figures, name)),
            f"{one.most:,.0f}",
            f"{one.cpu_seconds / seconds:.2f}",
            f"{1000 * one.cpu_seconds / max(1, figures.found.held):.2f}",
            f"{one.ended_itself}",
        )
        for name, one in figures.taken.items()
    ]
    heads = ("part", "MB, 1st quarter", "2nd", "3rd", "4th", "most")
    yield from _table(
        (*heads, "processors", "s of them per 1,000 comments", "ended by itself"), rows
    )
    yield (
        "Medians of each quarter of the time until all had drained; with children, "
        "and scorers and MongoDB's nodes together. "
        f"{figures.gigabytes:.1f} GB on disk at the end."
    )
    yield ""


def _faults(figures: Figures) -> Iterator[str]:
    yield "## Faults"
    yield ""
    kinds: dict[str, list[float]] = {}
    for one in figures.befallen:
        kinds.setdefault(one.kind, []).append(one.ended - one.began)
    rows = [
        (kind, f"{len(took)}", f"{max(took):.0f}")
        for kind, took in sorted(kinds.items())
    ]
    yield from _table(("fault", "times", "longest, s"), rows)
    elections = [b.told for b in figures.befallen if b.kind == "primary killed"]
    if elections:
        yield f"Primaries killed: {'; '.join(elections)}."
        yield ""


def _app(figures: Figures) -> Iterator[str]:
    yield "## The app meanwhile"
    yield ""
    rows = [
        (
            name,
            f"{one.looks:,}",
            *_shares(one.seconds),
            f"{one.failed}",
            "; ".join(sorted(set(one.unexcused))) or "none",
        )
        for name, one in figures.visits.items()
    ]
    heads = ("looked by", "looks", "p50, s", "p90", "p99", "longest", "failed")
    yield from _table((*heads, "of them without a fault"), rows)


def _shares(seconds: Sequence[float]) -> tuple[str, ...]:
    found = [at_share(seconds, share) for share in (0.5, 0.9, 0.99, 1.0)]
    return tuple("–" if one is None else f"{one:,.1f}" for one in found)


def _weighted(late: Mapping[int, int]) -> tuple[str, ...]:
    total, told = sum(late.values()), []
    for share in (0.5, 0.9, 0.99, 1.0):
        passed = 0
        for seconds, number in sorted(late.items()):
            passed += number
            if passed >= share * total:
                told.append(f"{seconds:,}")
                break
    return tuple(told) or ("–",) * 4


def _quarters(figures: Figures, part: str) -> Iterator[float]:
    found = [m.megabytes[part] for m in figures.moments if part in m.megabytes]
    for n in range(4):
        some = found[len(found) * n // 4 : len(found) * (n + 1) // 4]
        yield at_share(some, 0.5) or 0.0


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
