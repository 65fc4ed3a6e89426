"""What the pages say when they cannot do what was asked. Pure."""

from __future__ import annotations

from digest.site.wording import Words, days
from shown.speech import _


def bad_link() -> Words:
    return Words(
        _("This link does not work"),
        (
            _(
                "It may be cut off, or older than {days} if it was to confirm. Open it "
                "whole, as it stands in the message, or subscribe again.",
                days=days(),
            ),
        ),
        onward=_("Subscribe again"),
    )


def no_more() -> Words:
    return Words(
        _("This subscription is no more"),
        (
            _(
                "It was ended, or nobody confirmed it within {days}. Its address is "
                "deleted.",
                days=days(),
            ),
        ),
        onward=_("Subscribe again"),
    )


def trouble(status: int) -> Words:
    """Why an answer is not what was asked for."""
    heading, sentence = {
        404: (
            _("There is no such page"),
            _("The address may be mistyped, or what stood there is not public."),
        ),
        413: (
            _("That was too much"),
            _("The form that came was larger than any of ours. Fill it in again."),
        ),
        429: (
            _("Too many requests"),
            _("Much has been asked for in this hour. Try again in the next."),
        ),
        503: (
            _("This does not work at the moment"),
            _("It may not have been done. Try again in a few minutes."),
        ),
        500: (
            _("Something went wrong here"),
            _("It is our fault, and it is noted. Try again in a few minutes."),
        ),
    }.get(
        status,
        (
            _("This could not be read"),
            _("What came was no request that these pages know. Begin anew."),
        ),
    )
    return Words(heading, (sentence,))
