"""The scorer's card as tables and charts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

import altair as alt
import pandas as pd  # type: ignore[import-untyped]

from domain.attitudes import SCORED_LANGUAGES
from domain.cards import Card, How, Measured
from shown import theme, words
from shown.charts import layered
from shown.frames import Row
from shown.speech import _, later
from ui.figures import Figure
from ui.views.method.asked import Matrix

SETS = {
    "app_manual": later("App reviews, labelled by people"),
    "app_translated": later("App reviews, translated"),
    "absa_rest": later("Restaurant reviews, labelled by people"),
    "rest_google": later("Restaurant reviews with stars"),
    "news_graded": later("News, graded by people"),
    "commeta": later("Comments, labelled by machine and people"),
    "uzum": later("Shop reviews with stars"),
    "rusentitweet": later("Tweets, labelled by people"),
    "sentirueval15": later("Tweets on banks and mobile operators"),
    "romip_news_quotes": later("Quotations in the news"),
    "opensentiment": later("Posts on social networks"),
    "cedr_weak": later("Posts labelled by emotion"),
    "semeval17": later("Tweets of a scientific contest"),
    "written": later("Comments on reforms, written for training"),
}
"""What stands behind the names of the sets."""

MEASURED: dict[How, str] = {
    "dev": later("on a part kept from training"),
    "left_out": later("on the whole set, kept from training"),
}

LABELS = (later("Against"), later("Neutral"), later("In favour"))

RECALL = ("against", "neutral", "in_favour")
COLUMNS = ["language", "set", "how", "texts", "right", *RECALL, "off"]


def figures(card: Card) -> list[Figure]:
    """How often the scorer is right, for each language."""
    whole = {each.set: each for each in card.measured if each.how == "dev"}
    return [
        Figure(
            words.language(language),
            words.percent(whole[language].accuracy),
            _("of {n} texts", n=words.count(whole[language].texts)),
            _(
                "The share of labelled texts kept from training that it tells rightly "
                "as against, neutral or in favour. Chance would be a third."
            ),
        )
        for language in SCORED_LANGUAGES
        if language in whole
    ]


def sets_frame(measured: Iterable[Measured]) -> pd.DataFrame:
    """One row for each set and way of measuring, by language."""
    sets = [each for each in measured if each.set not in SCORED_LANGUAGES]
    rows = [_set(each) for each in sorted(sets, key=_in_order)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(("right", *RECALL, "off"), float))


def language_of(name: str) -> str:
    """The language of a set, which stands first or last in its name."""
    parts = name.split("_")
    return next(
        (each for each in (parts[0], parts[-1]) if each in SCORED_LANGUAGES), ""
    )


def called(name: str) -> str:
    """A set in words; one that is not known here by its name."""
    language = language_of(name)
    bare = name.removeprefix(f"{language}_").removesuffix(f"_{language}")
    return _(SETS[bare]) if bare in SETS else name


def recall_of(card: Card, language: str) -> tuple[float | None, ...] | None:
    """Of a language's texts that are against, neutral, in favour: told as that."""
    found = (e.recall for e in card.measured if (e.set, e.how) == (language, "dev"))
    return next(found, None)


def errors_frame(matrix: Matrix) -> pd.DataFrame:
    """Nine rows: what is so, what the scorer says, how often."""
    return pd.DataFrame(
        [
            {
                "true": _(LABELS[true]),
                "said": _(LABELS[said]),
                "share": share,
                "label": words.percent(share),
            }
            for true, row in enumerate(matrix)
            for said, share in enumerate(row)
        ]
    )


def errors_chart(matrix: Matrix) -> alt.LayerChart:
    """A small map: the darker, the more often."""
    order = [_(label) for label in LABELS]
    axis = alt.Axis(labelLimit=110, domain=False, ticks=False)
    top = alt.Axis(orient="top", labelAngle=0, labelLimit=80, domain=False, ticks=False)
    base = alt.Chart(errors_frame(matrix)).encode(
        x=alt.X("said:N", sort=order, axis=top, title=_("the scorer says")),
        y=alt.Y("true:N", sort=order, axis=axis, title=None),
        tooltip=[
            alt.Tooltip("true:N", title=_("People say")),
            alt.Tooltip("said:N", title=_("The scorer says")),
            alt.Tooltip("label:N", title=_("How often")),
        ],
    )
    pale = alt.Scale(domain=[0, 1], range=[0.03, 0.4])
    tiles = base.mark_rect().encode(
        color=alt.value(theme.MOOD),
        opacity=alt.Opacity("share:Q", scale=pale, legend=None),
    )
    numbers = base.mark_text(fontSize=13, fontWeight=600).encode(
        text="label:N", color=alt.value(theme.QUIET)
    )
    return layered([tiles, numbers], height=96)


def languages(errors: Iterable[str]) -> Iterator[str]:
    """The languages that have errors, in the order that they always have."""
    there = set(errors)
    return (
        each for each in map(attrgetter("value"), SCORED_LANGUAGES) if each in there
    )


def _in_order(each: Measured) -> tuple[int, str]:
    """By language in the order that they always have, then by how it was measured."""
    order = [*SCORED_LANGUAGES, ""]
    return order.index(language_of(each.set)), each.how


def _set(each: Measured) -> Row:
    return {
        "language": words.language(language_of(each.set) or "undetermined"),
        "set": called(each.set),
        "how": _(MEASURED[each.how]),
        "texts": each.texts,
        "right": 100 * each.accuracy,
        **{
            name: None if share is None else 100 * share
            for name, share in zip(RECALL, each.recall, strict=True)
        },
        "off": None if each.shares_off is None else 100 * each.shares_off,
    }
