"""Alerts in words: short notes to readers and to the operator. Pure."""

from __future__ import annotations

from contextvars import copy_context

from digest.alerting.alerts import ALL, Alert, Moved, Unseen
from digest.app_links import mood_view
from digest.mail.messages import Note
from digest.notes import note as written
from digest.outside import tidy
from digest.render import PREFERENCES, UNSUBSCRIBE
from domain.reforms import readable
from mood.changes import Change
from shown.marks import causes
from shown.speech import _, n_, speak
from shown.words import count, interval, moment, signed


def note(alert: Alert, tag: str, *, app_url: str, personal: bool) -> Note:
    """The alert in the language ``tag``; a ``personal`` one ends with its ways out."""
    return copy_context().run(_note, alert, tag, app_url=app_url, personal=personal)


def _note(alert: Alert, tag: str, *, app_url: str, personal: bool) -> Note:
    speak(tag)
    if isinstance(alert, Moved):
        subject, paragraphs = _moved(alert, tag, app_url)
    else:
        subject, paragraphs = _unseen(alert)
    if alert.synthetic:
        subject = _("[SYNTHETIC] {subject}", subject=subject)
        paragraphs.insert(0, _("Synthetic: a made-up public, not real people."))
    return written(subject, paragraphs + (_personal() if personal else []))


def _moved(alert: Moved, tag: str, app_url: str) -> tuple[str, list[str]]:
    title = tidy(alert.titles.get(tag) or readable(alert.reform))
    now = alert.now
    stands = f"{signed(now.mood)} ({interval(now.low, now.high)})"
    paragraphs = [
        _told(alert.change, title=title, stands=stands),
        _(
            "The week's estimate so far rests on {voices} voices and may change.",
            voices=count(now.voices),
        ),
        _(
            "Even if nothing changed, chance alone would bring such a message on about "
            "one reform in twenty a week."
        ),
    ]
    period = now.period
    link = mood_view(app_url, period, tag=tag, reform=alert.reform)
    return _("{reform}: mood {stands}", reform=title, stands=stands), [
        *paragraphs,
        *([link] if link else []),
    ]


def _told(change: Change, *, title: str, stands: str) -> str:
    points = abs(round(change.points))
    if change.points > 0:
        return n_(
            "{reform}: the mood rose by {n} point on the week before, beyond its "
            "interval, to {stands}.",
            "{reform}: the mood rose by {n} points on the week before, beyond its "
            "interval, to {stands}.",
            points,
            reform=title,
            stands=stands,
        )
    return n_(
        "{reform}: the mood fell by {n} point on the week before, beyond its "
        "interval, to {stands}.",
        "{reform}: the mood fell by {n} points on the week before, beyond its "
        "interval, to {stands}.",
        points,
        reform=title,
        stands=stands,
    )


def _unseen(alert: Unseen) -> tuple[str, list[str]]:
    since, why = moment(alert.since_at), causes([alert.reason])
    source = tidy(alert.source)
    missing = _("What people write meanwhile is missing from the mood.")
    if alert.source == ALL:
        said = _("No source was seen since {since}: {why}.", since=since, why=why)
        return _("No source is seen any more"), [said, missing]
    said = _(
        "{source} was not seen since {since}: {why}.",
        source=source,
        since=since,
        why=why,
    )
    return _("Not seen: {source}", source=source), [said, missing]


def _personal() -> list[str]:
    return [
        _("You asked to be told of this. To change your wishes, open:"),
        PREFERENCES,
        _("To end all letters, open:"),
        UNSUBSCRIBE,
    ]
