"""Find the reforms in stored words again, once the catalogue or its terms changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import structlog

from kayfiyat.passes import InPassing
from sentiment.catalogue import matcher, reforms_in
from sentiment.codes import encode
from sentiment.naming import rules
from store.clients import Database, Document
from store.guarding import Guard, unguarded
from store.rereading import Change, Left, Read, ScoredWords

log = structlog.get_logger()


def begin(database: Database[Document]) -> None:
    """Before the first comment is scored under the rules of this process."""
    ScoredWords(database).begin(rules())


class Rereading:
    """One pass over all scored words that are stored, a day at a time.

    Attitudes stay as they are; the days whose comments name other reforms now are
    counted again. A step may be repeated, and the pass broken off anywhere: then it
    begins anew, and what is right already is not written.
    """

    def __init__(self, database: Database[Document], guard: Guard = unguarded) -> None:
        self._words = ScoredWords(database, guard)
        self._rules = rules()
        self._steps = self._all()

    def is_due(self) -> bool:
        """Whether reforms were found by other rules than those of today."""
        return self._words.rules() != self._rules

    def step(self) -> int | None:
        """The comments of a day that name other reforms now; None at the end."""
        return next(self._steps, None)

    def _all(self) -> Iterator[int]:
        words, changed = self._words, 0
        days = words.days()
        log.info("reading again for reforms", days=len(days))
        for done, day in enumerate(days):
            words.note_left(Left(day, len(days) - done))
            found = sum(words.save(self._changes(some)) for some in words.comments(day))
            changed += found
            yield found
        words.all_under(self._rules)
        # Before that day there are no words: what it names began with other rules.
        since = days[-1] if days else None
        log.info("read again for reforms", changed=changed, since=since)

    def _changes(self, some: Sequence[Read]) -> list[Change]:
        posts = self._words.posts({each.post for each in some if each.post})
        return changes(some, posts)


def changes(some: Sequence[Read], posts: Mapping[str, str | None]) -> list[Change]:
    """Those that name other reforms now: each its own, or else those of its post.

    Where its post's words are forgotten it keeps what it has, if it names none itself.
    """
    texts = [each.text for each in some]
    named = matcher().reforms(encode(texts), texts)
    of_posts = {id_: reforms_in(text) for id_, text in posts.items() if text}
    forgotten = {id_ for id_, text in posts.items() if text is None}
    found = []
    for read, own in zip(some, named, strict=True):
        kept = read.reforms if read.post in forgotten else ()
        now = own or of_posts.get(read.post or "", kept)
        if now != read.reforms:
            found.append((read, now))
    return found


class InTheScorer(InPassing[int]):
    """A day at a time, while this process is on the shift."""

    def __init__(self, database: Database[Document], guard: Guard) -> None:
        super().__init__(lambda: Rereading(database, guard), _say)


def _say(changed: int) -> None:
    if changed:
        log.info("reforms found again", comments=changed)
