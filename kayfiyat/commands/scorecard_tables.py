"""A scorecard as two tables that fit 80 columns, and what their marks mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.table import Table
from rich.text import Text

from domain.periods import Period
from domain.scorecards import By, Figure, Missing, Place, Scorecard, Weights
from kayfiyat.printing import console, one_line, signed

Write = Callable[[float], str]

MINUTE, DAY = 60.0, 86_400.0

WIDE = 100
"""Columns from which on views are shown."""


class _Notes:
    """Numbers the reasons that a table refers to."""

    def __init__(self) -> None:
        self.numbers: dict[Missing | str, int] = {}

    def mark(self, why: Missing | str) -> str:
        number = self.numbers.setdefault(why, len(self.numbers) + 1)
        return _raised(number)


def _raised(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


_NO_INTERVAL = "too few posts or answers for an interval"
_NO_SCORE = "less than half of what makes the score is known well enough"
_PARTLY = "without the parts of a score that are not known well enough here"


def show(
    rows: Sequence[Scorecard],
    period: Period,
    by: By,
    weights: Weights,
    *,
    synthetic: bool,
) -> None:
    """Print the tables, the reasons for what is missing, and how to read them."""
    if synthetic:
        console.print("[bold]SYNTHETIC: the demo world, not real people.[/bold]\n")
    if not rows:
        console.print(
            "No official page is followed yet: `official = true` in kayfiyat.toml "
            "makes one of a source."
        )
        return
    notes, days = _Notes(), f"{period.first} to {period.last}"
    console.print(f"[bold]Reach of official pages, {days}[/]\n", highlight=False)
    console.print(_reach(rows, by, notes))
    console.print(f"\n[bold]Dialogue on official pages, {days}[/]\n", highlight=False)
    console.print(_dialogue(rows, by, notes))
    console.print()
    for why, number in notes.numbers.items():
        console.print(f"{_raised(number)} {why}", style="dim", highlight=False)
    console.print(_method(weights), style="dim", highlight=False)


def _reach(rows: Sequence[Scorecard], by: By, notes: _Notes) -> Table:
    wide = console.width >= WIDE
    shown = _table(by, ahead=("rank",), beside=74 if wide else 60)
    for name in ("score", "followers", "posts", *(("views",) if wide else ())):
        shown.add_column(_HEADS[name], justify="right", no_wrap=True)
    for name in ("interactions", "effectiveness"):
        shown.add_column(_HEADS[name], justify="right", no_wrap=True)
    for row in rows:
        place = row.place
        cells = [
            _two(str(place.rank), f"{place.best}–{place.worst}")
            if place
            else _two("–"),
            _name(row),
            _score(place, notes),
            _followers(row, notes),
            _two(
                _missing(row, "posts", notes) if row.posts is None else f"{row.posts:,}"
            ),
            *((_cell(row, "views", _short, notes),) if wide else ()),
            _cell(row, "interactions", _short, notes),
            _cell(row, "effectiveness", _two_digits, notes),
        ]
        shown.add_row(*cells)
    return shown


def _dialogue(rows: Sequence[Scorecard], by: By, notes: _Notes) -> Table:
    shown = _table(by, ahead=(), beside=60)
    for name in ("comments", "answered", "wait", "mood", "coverage"):
        shown.add_column(_HEADS[name], justify="right", no_wrap=True)
    for row in rows:
        comments = row.comments
        shown.add_row(
            _name(row),
            _two(
                _missing(row, "comments", notes)
                if comments is None
                else f"{comments:,}"
            ),
            _cell(row, "answered", _percent, notes),
            _wait(row, notes),
            _cell(row, "mood", signed, notes, to=" to "),
            _two(f"{row.coverage:.0%}"),
        )
    return shown


_HEADS = {
    "rank": "rank",
    "score": "score\n0–100",
    "followers": "followers\nchange",
    "posts": "posts",
    "views": "views\na post",
    "interactions": "interactions\na post",
    "effectiveness": "per 1,000\nfollowers",
    "comments": "comments",
    "answered": "answered\n%",
    "wait": "median\nwait",
    "mood": "mood after\nless before",
    "coverage": "hours\nseen",
}


def _table(by: By, *, ahead: Sequence[str], beside: int) -> Table:
    """A table whose names have what the figures ``beside`` them leave."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ahead:
        made.add_column(name, justify="right", no_wrap=True)
    title = "page" if by == "source" else "institution"
    width = min(max(console.width - beside, 20), 36)
    made.add_column(title, no_wrap=True, overflow="ellipsis", max_width=width)
    return made


def _name(row: Scorecard) -> Text:
    left = f"without {', '.join(map(one_line, row.left_out))}" if row.left_out else ""
    return _two(one_line(row.title), left)


def _score(place: Place | None, notes: _Notes) -> Text:
    if place is None:
        return _two(f"–{notes.mark(_NO_SCORE)}")
    made = _interval(place.score, _whole)
    if place.known < 1:
        value, below = made.plain.split("\n")
        return _two(f"{value}{notes.mark(_PARTLY)}", below)
    return made


def _followers(row: Scorecard, notes: _Notes) -> Text:
    if row.followers is None:
        return _two(_missing(row, "followers", notes))
    change = row.followers_change
    below = (
        _missing(row, "followers_change", notes) if change is None else signed(change)
    )
    return _two(_short(row.followers), below)


def _cell(
    row: Scorecard, name: str, write: Write, notes: _Notes, *, to: str = "–"
) -> Text:
    figure: Figure | None = getattr(row, name)
    if figure is None:
        return _two(_missing(row, name, notes))
    if figure.low is None:
        return _two(f"{write(figure.value)}{notes.mark(_NO_INTERVAL)}")
    return _interval(figure, write, to=to)


def _interval(figure: Figure | None, write: Write, *, to: str = "–") -> Text:
    if figure is None or figure.low is None or figure.high is None:
        return _two("–")
    return _two(write(figure.value), f"{write(figure.low)}{to}{write(figure.high)}")


def _wait(row: Scorecard, notes: _Notes) -> Text:
    if row.wait is None:
        return _two(_missing(row, "wait", notes))
    size, unit = _unit(row.wait.value)

    def write(seconds: float) -> str:
        return f"{seconds / size:.{0 if size == MINUTE else 1}f}"

    value = f"{write(row.wait.value)} {unit}"
    if row.wait.low is None or row.wait.high is None:
        return _two(value + notes.mark(_NO_INTERVAL))
    return _two(value, f"{write(row.wait.low)}–{write(row.wait.high)}")


def _unit(seconds: float) -> tuple[float, str]:
    if seconds < 90 * MINUTE:
        return MINUTE, "min"
    return (60 * MINUTE, "h") if seconds < 2 * DAY else (DAY, "d")


def _missing(row: Scorecard, name: str, notes: _Notes) -> str:
    why = row.missing.get(name) or row.missing.get("posts")
    return f"–{notes.mark(why)}" if why else "–"


def _two(first: str, second: str = "") -> Text:
    made = Text(first)
    return made.append(f"\n{second}", style="dim") if second else made


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _two_digits(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{100 * value:.0f}" if value >= 0.0995 else f"{100 * value:.1f}"


def _short(value: float) -> str:
    """Three digits and what they count: 17.8k."""
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * size:
            scaled = value / size
            return f"{scaled:.{0 if abs(scaled) >= 99.95 else 1}f}{unit}"
    return f"{value:,.0f}" if abs(value) >= 99.5 else f"{value:.1f}"


def _method(weights: Weights) -> str:
    parts = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
    return (
        "\nBelow each figure stands its 95% interval, below the rank the ranks that "
        "chance leaves open: rows whose ranks overlap are not to be told apart. "
        "Interactions: reactions and comments; per 1,000 followers the same. Score: "
        f"mean percentile among these rows, by weight: {parts}. Mood: of threads "
        "after the page's first answer, less before it, in points; the answer "
        "coincides with the move and need not be its cause."
    )
