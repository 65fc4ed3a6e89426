"""The words of the pages, in the language spoken. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digest.readers.links import CONFIRM_WITHIN
from digest.site.readers import DAILY
from domain.subscribers import Wishes
from shown.speech import TONGUES, _, n_

EXAMPLE = "name@example.uz"


@dataclass(frozen=True, slots=True)
class Words:
    """A page of words alone: a heading, paragraphs, and a link onward."""

    heading: str
    paragraphs: tuple[str, ...]
    onward: str = ""


def around() -> dict[str, str]:
    """What stands on every page."""
    return {
        "name": _("Kayfiyat, the weekly letter"),
        "languages": _("Languages"),
        "letters": _("Letters so far"),
        "subscribe": _("Subscribe"),
        "synthetic": _(
            "**SYNTHETIC.** This is a demonstration: the people, their comments and "
            "their mood are made up and say nothing about anyone."
        ).replace("*", ""),
    }


def home() -> dict[str, str]:
    return {
        "heading": _("The weekly letter"),
        "lead": _(
            "Every Monday by e-mail: how people who comment in public take the "
            "reforms, what has moved, and how sure that is."
        ),
        "address": _("E-mail address"),
        "address_hint": _(
            "You get a message with a link. Letters come only once you have opened it "
            "and pressed the button there."
        ),
        "wrong": _(
            "A letter cannot reach this address. Write one as {example}, in Latin "
            "letters and with nothing around it.",
            example=EXAMPLE,
        ),
        "trap": _("Leave this field empty"),
    }


def wishes() -> dict[str, str]:
    return {
        "language": _("Language of the letter"),
        "reforms": _("Reforms of interest"),
        "reforms_hint": _("Choose none, and the letter tells of all."),
        "choose": _("Choose reforms"),
        "alerts": _(
            "Also write to me within a day when the mood on one of these reforms moves "
            "well beyond its interval"
        ),
        "save": _("Save"),
    }


def privacy() -> Words:
    return Words(
        _("What becomes of your address"),
        (
            _(
                "It is stored encrypted, and the key is kept outside the database: "
                "whoever has the database alone cannot read it."
            ),
            _(
                "It serves to send you what you asked for, and nothing else. We do not "
                "see whether you open a letter. These pages set no cookies and run no "
                "scripts."
            ),
            _(
                "When you unsubscribe, the address and your wishes are deleted at "
                "once. An address that nobody confirms is deleted after {days}.",
                days=days(),
            ),
        ),
    )


def asked() -> Words:
    """Said to everyone who asks, whoever is subscribed."""
    return Words(
        _("Look into your mailbox"),
        (
            _(
                "If the address is right, a message with a link is on its way to it. "
                "If it gets the letter already, the message says how to change or "
                "end that."
            ),
            n_(
                "If nothing comes within minutes, look among the unwanted mail. An "
                "address gets no more than {n} such message a day.",
                "If nothing comes within minutes, look among the unwanted mail. An "
                "address gets no more than {n} such messages a day.",
                DAILY,
            ),
        ),
    )


def confirm() -> dict[str, str]:
    return {
        "heading": _("Confirm your subscription"),
        "lead": _("Press the button, and the weekly letter comes to you as chosen:"),
        "button": _("Confirm"),
        "not_you": _(
            "If it was not you who asked for it, close this page: no letter will come."
        ),
    }


def chosen(wishes: Wishes, titles: Mapping[str, str]) -> list[str]:
    """What a reader chose, in sentences."""
    reforms = "; ".join(titles.get(each, each) for each in wishes.reforms)
    said = [
        _("Language of the letter: {language}.", language=_named(wishes.language)),
        _("Reforms: {reforms}.", reforms=reforms) if reforms else _("Reforms: all."),
    ]
    if wishes.alerts:
        said.append(_("A message within a day when the mood on one of them moves."))
    return said


def confirmed() -> Words:
    return Words(
        _("You are subscribed"),
        (
            _(
                "The next letter comes on a Monday. Each has a link to change your "
                "wishes and one to unsubscribe."
            ),
        ),
        onward=_("Change your wishes"),
    )


def preferences() -> dict[str, str]:
    return {
        "heading": _("Your wishes"),
        "saved": _("Your wishes are saved."),
        "leave": _("Unsubscribe"),
    }


def unsubscribe() -> dict[str, str]:
    return {
        "heading": _("Unsubscribe from the weekly letter"),
        "lead": _(
            "Press the button, and no letter comes any more. Your address and your "
            "wishes are deleted at once."
        ),
        "button": _("Unsubscribe"),
    }


def gone() -> Words:
    return Words(
        _("You are unsubscribed"),
        (
            _(
                "Your address and your wishes are deleted. A letter that was on its "
                "way may still arrive."
            ),
        ),
        onward=_("Subscribe again"),
    )


def letters() -> dict[str, str]:
    return {
        "heading": _("Letters so far"),
        "none": _("No letter has been published yet."),
        "feed": _("Feed of the letters"),
    }


def feed_title() -> str:
    return _("Kayfiyat, the weekly letter")


def _named(tag: str) -> str:
    return TONGUES[tag].name if tag in TONGUES else tag


def days() -> str:
    return n_("{n} day", "{n} days", CONFIRM_WITHIN.days)
