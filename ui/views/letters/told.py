"""What is said of letters: their weeks, when they were written, how copies stand."""

from __future__ import annotations

from datetime import date, timedelta

from domain.letters import Kept
from domain.periods import Period
from shown import words
from shown.speech import TONGUES, _, n_, spoken
from ui.figures import Figure
from ui.views.letters.asked import Stands


def week(monday: date) -> str:
    """``16–22 Nov 2026``."""
    return words.days(days(monday))


def days(monday: date) -> Period:
    return Period(monday, monday + timedelta(days=6))


def language(letter: Kept) -> str:
    """The reader's, if the letter was written in it; else the first in which it was."""
    there = [tag for tag in TONGUES if tag in letter.subjects]
    return spoken().tag if spoken().tag in there else next(iter(there), "")


def none_yet(due: str) -> str:
    """``due`` is a moment in words."""
    return _(
        "The first one is due on {moment}, Tashkent time. `kayfiyat run` writes it "
        "then; `kayfiyat digest --once` writes now what is due.",
        moment=due,
    )


def written(letter: Kept) -> str:
    """When it was written and began to be sent, and who may read it."""
    parts = [_("Written: {moment}", moment=words.moment(letter.composed_at))]
    if letter.addressed_at:
        began = words.moment(letter.addressed_at)
        parts.append(_("sending began: {moment}", moment=began))
    parts.append(
        _("in the public archive") if letter.public else _("not in the public archive")
    )
    return " · ".join(parts)


def figures(stands: Stands) -> list[Figure]:
    """Sent, waiting, refused, in doubt."""
    return [
        Figure(
            _("Sent"),
            words.count(stands.sent),
            n_("of {n} copy", "of {n} copies", stands.copies),
            _("The reader's mail server has accepted it."),
        ),
        Figure(
            _("Waiting"),
            words.count(stands.waiting),
            _("or being sent"),
            _("They go out by themselves, or are tried again for four days."),
        ),
        Figure(
            _("Refused"),
            words.count(stands.refused),
            _("by mail servers"),
            _("The reader's mail server will never have it, or did not for four days."),
        ),
        Figure(
            _("In doubt"),
            words.count(stands.doubtful),
            _("of those sent"),
            _(
                "A server was lost before it answered, so the copy was sent again: its "
                "reader may have it twice."
            ),
        ),
    ]


def line(letter: Kept) -> dict[str, str]:
    """A letter's line of the table."""
    began = letter.addressed_at
    return {
        "week": week(letter.week),
        "subject": letter.subjects.get(language(letter), words.NOTHING),
        "written": words.moment(letter.composed_at),
        "began": words.moment(began) if began else words.NOTHING,
    }


def file_name(letter: Kept) -> str:
    """``kayfiyat-letter-2026-11-16-ru``; made-up data says so."""
    made_up = "-synthetic" if letter.synthetic else ""
    return f"kayfiyat{made_up}-letter-{letter.week}-{language(letter).lower()}"
