"""Redact what is stored again, once the rules of redaction have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import islice

import structlog

from kayfiyat.keeping.watching import Watch
from kayfiyat.passes import InPassing
from listener.redaction import redacted
from listener.redaction_rules import rules
from store.clients import Database, Document
from store.redacting import CAMPAIGNS, TERMS, Change, Kept, StoredWords, Text

AT_ONCE = 1_000

QUIET = Watch()

Write = Callable[[Sequence[Change]], int]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Changed:
    """How many comments and posts changed; of what rows of words were dropped."""

    comments: int = 0
    posts: int = 0
    campaigns: int = 0
    reforms: int = 0

    def __add__(self, other: Changed) -> Changed:
        return Changed(
            *(getattr(self, f.name) + getattr(other, f.name) for f in fields(self))
        )


class Redaction:
    """One pass over all words that are stored, a step at a time.

    A step may be repeated, and the pass broken off anywhere: then it begins anew, and
    what is right already is not written. Comments whose words change are scored
    again. With ``dry``, it only counts.
    """

    def __init__(
        self, database: Database[Document], *, watch: Watch = QUIET, dry: bool = False
    ) -> None:
        self._words = StoredWords(database)
        self._watch, self._dry = watch, dry
        self._rules = rules()
        self._steps = self._all()

    def is_due(self) -> bool:
        """Whether the rules are others than those of the last pass."""
        return self._words.rules() != self._rules

    def step(self) -> Changed | None:
        """A day of comments, or all posts, or the sums of words; None at the end."""
        return next(self._steps, None)

    def through(self) -> Changed:
        """The rest of the pass at once."""
        return sum(self._steps, Changed())

    def _all(self) -> Iterator[Changed]:
        words = self._words
        yield Changed(posts=self._each(words.posts(), words.change_posts))
        for day in words.days():
            found = self._each(words.comments(day), words.change_comments)
            yield Changed(comments=found)
        yield Changed(campaigns=self._rows(CAMPAIGNS), reforms=self._rows(TERMS))
        if not self._dry:
            words.all_under(self._rules)

    def _each(self, texts: Iterable[Text], change: Write) -> int:
        changed = self._new(texts)
        if self._dry:
            return sum(1 for _ in changed)
        return sum(map(change, _batches(changed)))

    def _rows(self, kept: Kept) -> int:
        ids = [each.id for each in self._new(self._words.rows(kept))]
        return len(ids) if self._dry else self._words.drop_rows(kept, ids)

    def _new(self, texts: Iterable[Text]) -> Iterator[Change]:
        for id_, text in texts:
            self._watch.went("texts", 1)
            if (new := redacted(text)) != text:
                yield Change(id_, text, new)


class InTheScorer(InPassing[Changed]):
    """A day at a time, in a process that has other things to do."""

    def __init__(self, database: Database[Document]) -> None:
        super().__init__(lambda: Redaction(database), _say)


def _say(changed: Changed) -> None:
    told = {name: count for name, count in asdict(changed).items() if count}
    if told:
        log.info("redacted again", **told)


def _batches(changes: Iterator[Change]) -> Iterator[list[Change]]:
    while some := list(islice(changes, AT_ONCE)):
        yield some
