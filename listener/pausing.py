"""Decide how long to leave a source alone, and when to give it up. Pure."""

from __future__ import annotations

from domain.coverage import Reason
from domain.listening_settings import ListenerSettings
from listener.collecting import Collected

TRIES = 5
"""How often ``once`` tries a source that fails before it gives it up."""

PATIENCE = 900.0
"""The longest pause, in seconds, that ``once`` waits out."""

_FIRST_PAUSE = 1.0
_AFTER_A_BLOCK = 60.0
_A_HAIR = 0.01  # timers may fire a little early; a flood wait must be over
_LONGEST_PAUSE = 3600.0
_LONGEST_FOR_US = 30.0
_DAY = 86_400.0

_LASTING = {
    Reason.BLOCKED,
    Reason.NOT_PUBLIC,
    Reason.CHANGED_FORMAT,
    Reason.STOPPED,
}


def pause_after(done: Collected, failures: int, settings: ListenerSettings) -> float:
    """Seconds until the next pass, given how many failed on end until now."""
    if done.permanent:
        return _DAY
    if done.more:
        return 0.0
    if not done.error:
        return settings.every if done.next_in is None else done.next_in
    if done.reason is None:  # MongoDB's trouble or ours, and no host's to be spared
        return min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 20), _LONGEST_FOR_US)
    first = {
        Reason.BLOCKED: _AFTER_A_BLOCK,
        Reason.NOT_PUBLIC: _AFTER_A_BLOCK,
        Reason.CHANGED_FORMAT: settings.every,
    }
    pause = first.get(done.reason, _FIRST_PAUSE)
    longer = min(pause * 2.0 ** min(failures - 1, 20), max(_LONGEST_PAUSE, pause))
    return max(longer, (done.retry_after or 0.0) + _A_HAIR)


def gives_up(done: Collected, failures: int, settings: ListenerSettings) -> bool:
    """Whether ``once`` is through with a source, be it read or not."""
    if not done.error:
        return not done.more
    # Trying again at once mends neither a block nor a changed format.
    lasting = done.reason in _LASTING
    too_long = pause_after(done, failures, settings) > PATIENCE
    return done.permanent or lasting or failures >= TRIES or too_long
