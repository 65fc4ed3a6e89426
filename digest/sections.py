"""The rest of the letter, section by section; those without content are None. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from digest.letter import LanguageLine, Letter, PageLine, WordLine
from digest.outside import quoted, tidy
from mood.coverage import Blind
from mood.estimates import SEEN
from shown import words
from shown.marks import causes
from shown.sentences import comments_told
from shown.speech import _, n_


@dataclass(frozen=True, slots=True)
class Item:
    """A line, a figure at its end, and what else is to be known of it."""

    said: str
    figure: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences, items and sentences under a heading."""

    heading: str
    items: tuple[Item, ...] = ()
    before: str = ""
    after: str = ""


def told(letter: Letter) -> list[Section]:
    """All that have content, in order."""
    sections = (
        people_said(letter),
        campaigns(letter),
        answering(letter),
        unseen(letter),
        ahead(letter),
        complete(letter),
        reading(letter),
    )
    return [each for each in sections if each]


def people_said(letter: Letter) -> Section | None:
    """The words that set the week apart."""
    items = [_word(line, letter.k) for line in letter.words if line.people >= letter.k]
    if not items:
        return None
    return Section(
        _("What people said"),
        tuple(items),
        before=_(
            "Words that set this week apart from the weeks before, each written by at "
            "least {k} people.",
            k=letter.k,
        ),
    )


def campaigns(letter: Letter) -> Section | None:
    items = [
        Item(
            f"“{quoted(each.text)}”",
            detail=_(
                "Authors: {authors}. Comments: {comments}. Sources: {sources}. "
                "From {start} to {end}, Tashkent time.",
                authors=words.count(each.authors),
                comments=words.count(each.comments),
                sources=words.count(each.sources),
                start=words.moment(each.start_at),
                end=words.moment(each.end_at),
            ),
        )
        for each in letter.campaigns
        if each.authors >= letter.k
    ]
    if not items:
        return None
    return Section(
        _("Coordinated campaigns"),
        tuple(items),
        before=_("Near-identical comments by many authors in a short time."),
        after=_(
            "A campaign may be a petition or an order; it proves neither bots nor bad "
            "intent."
        ),
    )


def answering(letter: Letter) -> Section | None:
    """The official pages that answered the public."""
    if not letter.answering:
        return None
    return Section(
        _("Official pages that answered"),
        tuple(_page(line) for line in letter.answering),
        before=_(
            "Of the threads under their posts of this week, how many they answered."
        ),
    )


def unseen(letter: Letter) -> Section | None:
    """When the listener was blind, and why."""
    mostly, partly = letter.unseen.mostly, letter.unseen.partly
    if not mostly and not partly:
        return None
    some = (
        _(
            "Some sources were not seen for a part of the week: {causes}.",
            causes=causes(partly),
        )
        if partly
        else ""
    )
    return Section(
        _("What was not seen"), tuple(_stretch(each) for each in mostly), after=some
    )


def ahead(letter: Letter) -> Section | None:
    items = tuple(
        Item(f"{words.day(e.day)}: {tidy(words.event(e))}") for e in letter.ahead
    )
    return Section(_("Dated events of next week"), items) if items else None


def complete(letter: Letter) -> Section | None:
    """What the letter rests on, by language."""
    if not letter.sources:
        return None
    sources = n_(
        "{n} source was followed.", "{n} sources were followed.", letter.sources
    )
    all_seen = letter.now.coverage > SEEN and not unseen(letter)
    seen = _("Nothing was out of sight for an hour or more.") if all_seen else ""
    return Section(
        _("How complete this is"),
        tuple(_language(line, letter.k) for line in letter.languages),
        before=f"{sources} {seen}".strip(),
        after=_not_scored(letter),
    )


def reading(letter: Letter) -> Section:
    """How to read the numbers."""
    return Section(_("How to read this"), before=" ".join(_reading(letter)))


def _reading(letter: Letter) -> Iterator[str]:
    now = letter.now
    yield _(
        "Mood is the share in favour minus the share against, from −100 to +100, "
        "among those who comment in public; it is no survey of the population. One "
        "author counts once a day in each source, however much is written."
    )
    yield _(
        "An interval holds the truth 95 times in 100 where the scorer errs as it was "
        "measured."
    )
    if now.low_elsewhere is not None and now.high_elsewhere is not None:
        yield _(
            "If the subject is new to the scorer, the level may lie anywhere from "
            "{interval}; changes are not touched by that.",
            interval=words.interval(now.low_elsewhere, now.high_elsewhere),
        )
    if now.corrected:
        yield _("Shares are corrected for the scorer's measured errors.")
    elif now.mood is not None:
        yield _("Shares are not corrected for the scorer's errors.")
    yield _("Nothing is said of fewer than {k} voices.", k=letter.k)
    yield _("An event that coincides with a change need not have caused it.")


def _word(line: WordLine, k: int) -> Item:
    return Item(
        _(
            "“{word}”, {language}",
            word=quoted(line.word),
            language=words.language(line.language),
        ),
        n_("{n} person", "{n} people", line.people),
        _(
            "Of as many people in the weeks before: {number}.",
            number=words.people(round(line.before), k),
        ),
    )


def _page(line: PageLine) -> Item:
    return Item(
        tidy(line.title),
        _(
            "{answered} of {threads}",
            answered=words.count(line.answered),
            threads=words.count(line.threads),
        ),
        ""
        if line.wait is None
        else _("Median wait for an answer: {wait}.", wait=_wait(line.wait)),
    )


def _wait(seconds: float) -> str:
    if seconds < 90 * 60:
        return n_("{n} minute", "{n} minutes", max(1, round(seconds / 60)))
    return words.length(timedelta(seconds=seconds))


def _stretch(blind: Blind) -> Item:
    whom = (
        _("all sources")
        if blind.share == 1
        else _("{percent} of the sources", percent=words.percent(blind.share))
    )
    lasted = words.length(blind.end_at - blind.start_at)
    return Item(
        _("{start}, for {length}", start=words.moment(blind.start_at), length=lasted),
        whom,
        words.sentence(causes(blind.reasons)),
    )


def _language(line: LanguageLine, k: int) -> Item:
    told = (
        comments_told(line.comments)
        if line.comments >= k
        else words.people(line.comments, k)
    )
    missed = _("not scored: {number}", number=words.people(line.not_scored, k))
    return Item(words.language(line.language), told, missed if line.not_scored else "")


def _not_scored(letter: Letter) -> str:
    if not any(line.not_scored for line in letter.languages):
        return ""
    return _(
        "In languages that the scorer does not know, or where it is not sure. They are "
        "left out, not counted as neutral."
    )
