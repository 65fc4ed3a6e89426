"""The sentences of the letter, in English. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digest.letter import Letter, ReformLine
from digest.numbers import count, days, interval, percent, signed, stated
from mood.changes import Change
from mood.estimates import BLIND, Estimate

NAMED = 3
"""So many reforms are named in a sentence; the table has them all."""

LANGUAGES = {
    "uz": "Uzbek",
    "ru": "Russian",
    "en": "English",
    "other": "Other languages",
    "undetermined": "Too short to tell",
}


def subject(letter: Letter) -> str:
    """The week's main fact in a line."""
    if letter.now.mood is None:
        return f"Kayfiyat, {days(letter.week)}: no estimate"
    mood = stated(letter.now)
    if letter.change and letter.change.moved:
        return f"Kayfiyat, {days(letter.week)}: mood {_verb(letter.change)} to {mood}"
    return f"Kayfiyat, {days(letter.week)}: mood {mood}"


def moved(letter: Letter) -> str:
    """What moved beyond its interval."""
    if letter.now.mood is None:
        return why_no_mood(letter)
    parts = []
    if letter.change and letter.change.moved:
        points = _points(letter.change)
        parts.append(f"The national mood {points}, to {stated(letter.now)}.")
    reforms = [
        _moved(line, line.change)
        for line in letter.reforms
        if line.change and line.change.moved
    ]
    if reforms:
        parts.append(f"{_listed(reforms, 'reform')}.")
    return " ".join(parts) or "Nothing moved beyond its 95% interval."


def unmoved(letter: Letter) -> str:
    """What did not move."""
    if letter.now.mood is None:
        return "Without an estimate, nothing can be said to have moved or not."
    parts = []
    if letter.change is None:
        parts.append(f"The national mood is {stated(letter.now)}; {NO_WEEK_BEFORE}.")
    elif not letter.change.moved:
        parts.append(f"The national mood, {stated(letter.now)}, did not clearly move.")
    reforms = [
        line.title for line in letter.reforms if line.change and not line.change.moved
    ]
    if reforms:
        parts.append(f"No clear change: {_listed(reforms, 'reform')}.")
    return " ".join(parts) or "Everything that could be compared moved."


def complete(letter: Letter) -> str:
    """How complete the week's data was."""
    if not letter.now.comments:
        return f"{_seen(letter)}; no comments were counted.{_missing(letter.now)}"
    return (
        f"{_seen(letter)}; {percent(letter.not_scored)} of "
        f"{count(letter.now.comments, 'comment')} are not scored, because no scorer "
        f"covers their language.{_missing(letter.now)}"
    )


NO_WEEK_BEFORE = "there is no estimate of the week before to compare it with"


def how_sure(week: Estimate) -> str:
    """What the interval holds, and how far the level may lie off beyond it."""
    holds = "An interval holds 95 times in 100 where the scorer errs as it was measured"
    if week.low_elsewhere is None or week.high_elsewhere is None:
        return f"{holds}."
    return (
        f"{holds}; if the subjects are new to it, all weeks may lie off together, and "
        f"the week's mood lie from {signed(week.low_elsewhere)} to "
        f"{signed(week.high_elsewhere)}."
    )


def why_no_mood(letter: Letter) -> str:
    """Why there is no national mood in this week."""
    if not letter.now.coverage:
        return "There is no estimate: nothing was seen, and silence is not calm."
    if letter.now.coverage < BLIND:
        return (
            f"There is no estimate: only {percent(letter.now.coverage)} of the hours "
            f"of this week were seen, and silence is not calm."
        )
    return (
        f"There is too little to say anything: "
        f"{count(letter.now.voices, 'voice')}, and an estimate needs {letter.k}."
    )


def gap(estimate: Estimate) -> str:
    """What stands in a chart or table in place of a mood."""
    return "not seen" if estimate.coverage < BLIND else "too few voices"


def against_week_before(change: Change | None) -> str:
    """The change of a mood against the week before, with its interval."""
    if change is None:
        return f"{NO_WEEK_BEFORE[0].upper()}{NO_WEEK_BEFORE[1:]}."
    verdict = "beyond" if change.moved else "within"
    return (
        f"{signed(change.points)} points on the week before "
        f"({interval(change.low, change.high)}): {verdict} the 95% interval."
    )


def language(name: str) -> str:
    return LANGUAGES.get(name, name)


def _seen(letter: Letter) -> str:
    if not letter.sources:
        return "No source was followed"
    sources = count(letter.sources, "source")
    return f"{percent(letter.now.coverage)} of the hours of {sources} were seen"


def _missing(week: Estimate) -> str:
    """What is not in the week's mood, in a sentence after a space; "" if unknown."""
    blind = (
        "the week is half blind: its mood is that of those who spoke in the hours seen"
        if week.half_blind
        else ""
    )
    stored = (
        f"{percent(week.collected)} of the comments that the servers count under the "
        f"week's posts are stored"
        if week.collected is not None
        else ""
    )
    said = "; ".join(filter(None, (blind, stored)))
    return f" {said[0].upper()}{said[1:]}." if said else ""


def _moved(line: ReformLine, change: Change) -> str:
    return f"{line.title} {_points(change)}, to {signed(line.now.mood)}"


def _points(change: Change) -> str:
    whole = abs(round(change.points))
    return f"{_verb(change)} by {count(whole, 'point') if whole else 'under 1 point'}"


def _verb(change: Change) -> str:
    return "rose" if change.points > 0 else "fell"


def _listed(names: Sequence[str], noun: str) -> str:
    rest = len(names) - NAMED
    more = [f"and {count(rest, f'more {noun}')}"] if rest > 0 else []
    return "; ".join([*names[:NAMED], *more])
