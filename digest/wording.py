"""What the letter says first: its subject and its three lines. Pure.

Sentences come in the language spoken; reforms are called by their titles in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.letter import Letter, ReformLine, title_of
from digest.outside import tidy
from mood.changes import Change
from mood.estimates import BLIND, Estimate
from shown import sentences
from shown.marks import causes
from shown.speech import _, n_, spoken
from shown.words import days, interval, percent, signed

NAMED = 3
"""So many reforms are named in a sentence; the table has them all."""


def subject(letter: Letter) -> str:
    """The week's main fact in a line."""
    said = _main_fact(letter)
    return _("[SYNTHETIC] {subject}", subject=said) if letter.synthetic else said


def moved(letter: Letter) -> str:
    """What moved beyond its interval."""
    if letter.now.mood is None:
        return why_no_mood(letter)
    if not _compared(letter):
        return no_week_before()
    parts = [_nation_moved(letter, letter.change), *_reforms_moved(letter)]
    said = " ".join(filter(None, parts))
    return said or _("Nothing moved beyond its 95% interval.")


def unmoved(letter: Letter) -> str:
    """What did not move."""
    if letter.now.mood is None:
        return _("Without an estimate, nothing can be said to have moved or not.")
    still = [
        title(line) for line in letter.reforms if line.change and not line.change.moved
    ]
    parts = [_nation_still(letter)]
    if still:
        parts.append(_("No clear change: {reforms}.", reforms=listed(still)))
    said = " ".join(filter(None, parts))
    return said or _("Everything that could be compared moved.")


def complete(letter: Letter) -> str:
    """How complete the week's data was."""
    if not letter.sources:
        return _("No source was followed.")
    parts = [
        bare(_rested(letter.now, letter.k)),
        _half_blind(letter.now),
        _stored(letter.now),
        _waiting(letter),
    ]
    return " ".join(filter(None, parts))


def why_no_mood(letter: Letter) -> str:
    """Why there is no national mood in this week."""
    if not letter.sources:
        return _("There is no estimate: no source was followed.")
    if letter.now.coverage >= BLIND:
        return _(
            "There is too little to say anything: an estimate needs {k} voices, and "
            "fewer spoke.",
            k=letter.k,
        )
    reasons = sorted({each for run in letter.unseen.mostly for each in run.reasons})
    why = _("Why: {causes}.", causes=causes(reasons)) if reasons else ""
    return f"{_unseen(letter.now)} {why}".rstrip()


def no_week_before() -> str:
    return _("There is no estimate of the week before to compare it with.")


def on_week_before(change: Change | None) -> str:
    """The change of a mood against the week before, with its interval."""
    if change is None:
        return no_week_before()
    return _(
        "On the week before: {points} ({interval}).",
        points=signed(change.points),
        interval=interval(change.low, change.high),
    )


def title(line: ReformLine) -> str:
    return tidy(title_of(line, spoken().tag))


def bare(text: str) -> str:
    """A sentence of the app's without the marks that make its figures bold."""
    return text.replace("**", "")


def listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - NAMED
    more = [n_("and {n} more", "and {n} more", rest)] if rest > 0 else []
    return "; ".join([*names[:NAMED], *more])


def _main_fact(letter: Letter) -> str:
    now, when = letter.now, days(letter.week)
    if now.mood is None:
        why = sentences.why_none(now, letter.k)
        return _("No estimate, {days}: {why}", days=when, why=why)
    mood, wide = signed(now.mood), interval(now.low, now.high)
    if letter.change and letter.change.moved:
        if letter.change.points > 0:
            return _(
                "Mood rose to {mood} ({interval}), {days}",
                mood=mood,
                interval=wide,
                days=when,
            )
        return _(
            "Mood fell to {mood} ({interval}), {days}",
            mood=mood,
            interval=wide,
            days=when,
        )
    return _quiet_fact(letter, mood=mood, wide=wide, when=when)


def _quiet_fact(letter: Letter, *, mood: str, wide: str, when: str) -> str:
    """The main fact of a week in which the nation did not move."""
    changed = sum(bool(line.change and line.change.moved) for line in letter.reforms)
    if not changed:
        return _(
            "Mood {mood} ({interval}), {days}", mood=mood, interval=wide, days=when
        )
    return n_(
        "{n} reform moved; mood {mood} ({interval}), {days}",
        "{n} reforms moved; mood {mood} ({interval}), {days}",
        changed,
        mood=mood,
        interval=wide,
        days=when,
    )


def _compared(letter: Letter) -> bool:
    return bool(letter.change or any(line.change for line in letter.reforms))


def _nation_moved(letter: Letter, change: Change | None) -> str:
    if change is None or not change.moved:
        return ""
    now = letter.now
    stands = {"mood": signed(now.mood), "interval": interval(now.low, now.high)}
    if change.points > 0:
        said = _("The national mood rose to {mood} ({interval}).", **stands)
    else:
        said = _("The national mood fell to {mood} ({interval}).", **stands)
    return f"{said} {on_week_before(change)}"


def _reforms_moved(letter: Letter) -> list[str]:
    rose, fell = [
        [
            _item(line, line.change)
            for line in letter.reforms
            if line.change and line.change.moved and (line.change.points > 0) is up
        ]
        for up in (True, False)
    ]
    return [
        *([_("Rose: {reforms}.", reforms=listed(rose))] if rose else []),
        *([_("Fell: {reforms}.", reforms=listed(fell))] if fell else []),
    ]


def _item(line: ReformLine, change: Change) -> str:
    return _(
        "{reform} ({points}, to {mood})",
        reform=title(line),
        points=signed(change.points),
        mood=signed(line.now.mood),
    )


def _nation_still(letter: Letter) -> str:
    now, change = letter.now, letter.change
    stands = {"mood": signed(now.mood), "interval": interval(now.low, now.high)}
    if change is None:
        said = _("The national mood is {mood} ({interval}).", **stands)
        return f"{said} {no_week_before()}" if _compared(letter) else said
    if change.moved:
        return ""
    said = _(
        "The national mood, {mood} ({interval}), did not move beyond its interval.",
        **stands,
    )
    return f"{said} {on_week_before(change)}"


def _waiting(letter: Letter) -> str:
    """That the scorer was behind; "" if it was not."""
    if letter.waiting < letter.k:
        return ""
    return n_(
        "The scorer was behind: {n} comment of the week is not among them yet.",
        "The scorer was behind: {n} comments of the week are not among them yet.",
        letter.waiting,
    )


def _rested(week: Estimate, k: int) -> str:
    """What the week rests on; of few people not how much they wrote."""
    if 0 < week.voices < k or 0 < week.comments < k:
        return sentences.hours_told(week.coverage)
    return sentences.completeness([week], k, seen=week.coverage)


def _unseen(week: Estimate) -> str:
    if round(week.coverage, 2) == 0:
        return _("There is no estimate: nothing was seen, and silence is not calm.")
    return _(
        "There is no estimate: only {percent} of the hours of this week were seen, "
        "and silence is not calm.",
        percent=percent(week.coverage),
    )


def _half_blind(week: Estimate) -> str:
    if not week.half_blind:
        return ""
    return _(
        "The week is half blind: its mood is that of those who spoke in the hours seen."
    )


def _stored(week: Estimate) -> str:
    if week.collected is None:
        return ""
    said = _(
        "Of the comments that the servers count, **{share}** are stored.",
        share=percent(week.collected),
    )
    return bare(said)
