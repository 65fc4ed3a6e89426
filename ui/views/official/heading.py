"""Who comes first, by what, and how sure that is: the sentence at the head. Pure."""

from __future__ import annotations

from domain.scorecards import Component, Scorecard
from mood.ranking import value_of
from shown import words
from shown.speech import _, later
from ui.views.official import wording
from ui.views.official.weighing import Choice

FIRST = {
    Component.FOLLOWERS: later("**{name}** has the most followers: {figure}."),
    Component.VIEWS: later("**{name}** is seen most: {figure} views a post."),
    Component.INTERACTIONS: later(
        "**{name}** draws the most interactions: {figure} a post."
    ),
    Component.EFFECTIVENESS: later(
        "**{name}** is the most effective: {figure} interactions a post for a "
        "thousand followers."
    ),
    Component.ANSWERED: later("**{name}** answers most: {figure} of the comments."),
    Component.WAIT: later("**{name}** answers soonest: median wait {figure}."),
    Component.MOOD: later(
        "Under the posts of **{name}** the mood differs most for the better after "
        "an answer: {figure} points."
    ),
}


def headline(first: Scorecard, chosen: Choice) -> str:
    """Who comes first, by what, and how sure that is."""
    place, part = first.place, chosen.of_one
    assert place is not None  # noqa: S101 - it comes first
    name = words.plain(first.called)
    if part is None:
        figure = wording.figured(place.score, wording.whole)
        said = _(
            "**{name}** has the best score: {figure} of 100.", name=name, figure=figure
        )
    else:
        known = value_of(first, part)
        assert known is not None  # noqa: S101 - it has a place by it
        figure = wording.figured(known, wording.WRITES[part])
        said = _(FIRST[part], name=name, figure=words.plain(figure))
    if place.worst == 1:
        sure = _("Its first place among {among} is beyond chance.", among=place.among)
    else:
        sure = _(
            "By chance alone it could stand anywhere down to place {worst} of {among}.",
            worst=place.worst,
            among=place.among,
        )
    return f"{said} {sure}"
