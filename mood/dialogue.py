"""What stands under a post becomes the sums of its thread. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import numpy as np

from domain.cells import Vector
from domain.periods import day_of
from domain.threads import Heard, Most, Said, Sides, Thread, Turn
from mood.estimates import K
from mood.sums import Stratum

Voice = tuple[str, date]
"""An author, or a comment without one, on a day."""


def thread_of(post: str, said: Sequence[Said]) -> Thread | None:
    """The sums of a thread; None if the public said nothing.

    A comment is answered if the page replies to it; the first reply counts.
    """
    public = [each for each in said if not each.official]
    if not public:
        return None
    answers = _answers(said, public)
    answered = [each for each in public if each.id in answers]
    first = min(answers.values(), default=None)
    return Thread(
        post=post,
        days=tuple(sorted({day_of(each.at) for each in said})),
        comments=len(public),
        most=_most(public),
        answered=len(answered),
        answered_most=_most(answered),
        waits=tuple(
            max(round((answers[each.id] - each.at).total_seconds()), 0)
            for each in answered
        ),
        turn=_turn(public, first) if first else (),
    )


def unanswered(post: str, heard: Heard) -> Thread:
    """The sums of a thread in which the page says nothing: those of ``thread_of``."""
    days = tuple(sorted(heard.voices))
    return Thread(post, days, heard.comments, _busiest(heard.voices), 0, Most())


def _answers(said: Iterable[Said], public: Iterable[Said]) -> Mapping[str, datetime]:
    """When the page first replied to each comment by the public."""
    asked = {each.id for each in public}
    found: dict[str, datetime] = {}
    for each in said:
        if each.official and each.reply_to in asked:
            found[each.reply_to] = min(each.at, found.get(each.reply_to, each.at))
    return found


def _most(said: Iterable[Said]) -> Most:
    return _busiest(Counter(day for _, day in {_voice(each) for each in said}))


def _busiest(voices: Mapping[date, int]) -> Most:
    """The day on which most spoke, of several the first."""
    day = min(voices, key=lambda day: (-voices[day], day), default=None)
    return Most(day, voices[day]) if day else Most()


def _voice(said: Said) -> Voice:
    return said.author or said.id, day_of(said.at)


def _turn(public: Iterable[Said], first: datetime) -> Turn:
    votes = [each for each in public if each.p is not None and not each.campaign]
    before = _votes(each for each in votes if each.at < first)
    after = _votes(each for each in votes if each.at >= first)
    turn = tuple(
        Sides(*stratum, *_sums(before[stratum]), *_sums(after[stratum]))
        for stratum in sorted({*before, *after})
    )
    before_all, after_all = (sum(map(len, side.values())) for side in (before, after))
    return turn if min(before_all, after_all) >= K else ()


def _votes(said: Iterable[Said]) -> defaultdict[Stratum, list[Vector]]:
    """One vote a voice: the mean of its comments, in the language of most."""
    voices: defaultdict[Voice, list[Said]] = defaultdict(list)
    for each in said:
        voices[_voice(each)].append(each)
    votes: defaultdict[Stratum, list[Vector]] = defaultdict(list)
    for written in voices.values():
        votes[_stratum(written)].append(_mean(list(_scores(written))))
    return votes


def _mean(scores: Sequence[Vector]) -> Vector:
    return scores[0] if len(scores) == 1 else _vector(np.mean(scores, axis=0))


def _stratum(written: Sequence[Said]) -> Stratum:
    languages = Counter(each.language for each in written)
    language = min(languages, key=lambda one: (-languages[one], one))
    return Stratum(language, tuple(sorted({each.scorer for each in written})))


def _scores(said: Iterable[Said]) -> Iterator[Vector]:
    return (each.p for each in said if each.p is not None)


def _sums(votes: Sequence[Vector]) -> tuple[int, Vector]:
    return len(votes), _vector(np.array(votes).reshape(-1, 3).sum(axis=0))


def _vector(values: Iterable[float]) -> Vector:
    against, neutral, in_favour = map(float, values)
    return against, neutral, in_favour
