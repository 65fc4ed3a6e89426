"""`kayfiyat labels`: draw comments, label them, see what the labels say."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any

import numpy as np
import typer
from rich.text import Text

from domain.cells import EVERY_REFORM
from domain.errors import InputError
from domain.labels import Answer, Frame, Said
from domain.periods import Period, day_of
from domain.reforms import readable
from kayfiyat import noting
from kayfiyat.commands.days import day_asked
from kayfiyat.commands.label_figures import figures, load_card
from kayfiyat.commands.options import (
    DATA_DIR,
    Config,
    DataDir,
    Debug,
    End,
    Json,
    OfLanguage,
    Reform,
    Source,
    Start,
    now,
)
from kayfiyat.forgetting import user
from kayfiyat.opening import opened, place
from kayfiyat.printing import console, one_line, print_json, table
from mood.drawing import draw_sample
from store.audit import Audit
from store.labels import Labels, ToLabel

labels = typer.Typer(help="Label a sample by hand: the mood is then made with it.")

KEYS = {
    "a": Said.AGAINST,
    "n": Said.NEUTRAL,
    "f": Said.IN_FAVOUR,
    "u": Said.UNCLEAR,
}
QUIT = "q"
ELSEWHERE = "e"
OF_NONE = "It speaks of none of these; now say how it takes what it speaks of"
OF_THESE = "It speaks of these after all"
LONGEST = 200
"""So much of a post is shown above a comment."""

ASKED = "[a]gainst, [n]eutral, in [f]avour, [u]nclear, of something [e]lse, [q]uit"

DAYS = timedelta(days=30)
"""What is drawn from if nothing was said: so many days, up to yesterday."""

RECENT = timedelta(days=90)

DRIFTED = (
    "The scorer does worse here than where it was measured: trust the mood where it "
    "is made with labels."
)


@labels.command("draw")
def draw(
    size: Annotated[int, typer.Option(help="So many comments.", min=1)] = 100,
    start: Start = None,
    end: End = None,
    reform: Reform = None,
    source: Source = None,
    language: OfLanguage = None,
    seed: Annotated[
        int | None, typer.Option(help="Draw the same again from the same comments.")
    ] = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Draw comments at random to be labelled, of the last 30 days if not told.

    Every kind of comment comes in proportion: each language, week and attitude as
    scored. What was drawn before is not drawn again. To label a language or a
    reform that few speak, draw from it alone.
    """
    period = _period(start, end, days=DAYS)
    frame = Frame(
        period,
        reform or EVERY_REFORM,
        tuple(source) if source else None,
        tuple(map(str, language)) if language else None,
    )
    chance = np.random.default_rng(secrets.randbits(64) if seed is None else seed)
    with opened(place(config, data_dir)) as open_database:
        taken = draw_sample(
            open_database.database, frame, size=size, chance=chance, now=now()
        )
    if json:
        print_json({"drawn": taken.comments, "chance": taken.chance})
    else:
        console.print(
            f"{taken.comments} comments drawn, {taken.chance:.2%} of those from "
            f"{period.first} to {period.last}. Label them: `kayfiyat labels take`"
        )


@labels.command("take")
def take(
    name: Annotated[
        str, typer.Option("--name", help="Yours: who labels.", prompt="Your name")
    ],
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    second: Annotated[
        bool, typer.Option("--second", help="Label what others labelled, to compare.")
    ] = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Label what was drawn, one comment after the other, until nothing is left.

    What is asked is the attitude towards what the comment speaks of. Every answer
    is kept at once: quit and go on whenever you like.
    """
    labeller = one_line(name)
    if not labeller:
        raise InputError("--name is empty; type a name, so that labellers can differ")
    with opened(place(config, data_dir)) as open_database:
        door, audit = Labels(open_database.database), Audit(open_database.database)
        count = 0
        for comment in _turns(door, labeller, second=second):
            asked = _asked(comment, count + 1)
            if asked is None:
                break
            said, reforms = asked
            audit.labelled(comment.comment, by=user(), now=now())
            door.save(comment.comment, Answer(labeller, said, now(), reforms))
            count += 1
    console.print(f"{count} labelled. `kayfiyat labels show` tells what they say")


@labels.command("show")
def show(
    start: Start = None,
    end: End = None,
    reform: Reform = None,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Show how often the scorer was right, how far labellers agree, and any drift.

    Of the last 90 days if not told. Accuracy is shown where 5 voices or more were
    labelled.
    """
    period = _period(start, end, days=RECENT, last=0)
    with opened(place(config, data_dir)) as open_database:
        door = Labels(open_database.database)
        found = door.select(period, reform=reform or EVERY_REFORM)
        draws = door.draws()
        if json:
            chosen = noting.view(period, reform=reform)
            noting.exported(
                open_database.database, "labels", "json", len(found), chosen
            )
    told = figures(found, draws, load_card(), reform=reform or EVERY_REFORM)
    if json:
        print_json(told)
    else:
        _show(told)


def _period(
    start: str | None, end: str | None, *, days: timedelta, last: int = 1
) -> Period:
    """The days asked for; else so many, up to ``last`` days ago."""
    to = day_asked(end, "--to") or day_of(now()) - timedelta(days=last)
    first = day_asked(start, "--from") or to - days + timedelta(days=1)
    if first > to:
        raise InputError(f"--from {first} is after --to {to}; exchange them")
    return Period(first, to)


def _turns(door: Labels, labeller: str, *, second: bool) -> Iterator[ToLabel]:
    """What is next, until there is nothing: each is answered before the next."""
    while found := door.pending(labeller, second=second):
        yield found[0]


def _asked(comment: ToLabel, number: int) -> tuple[Said, tuple[str, ...] | None] | None:
    """What the labeller says, and of which reforms; None for no more."""
    console.rule(f"{number} · {comment.day}", align="left")
    if comment.post_text:
        _say(f"under: {one_line(comment.post_text)[:LONGEST]}", style="dim")
    if comment.reforms:
        _say(f"about: {', '.join(map(readable, comment.reforms))}", style="dim")
    _say(one_line(comment.text))
    reforms: tuple[str, ...] | None = None
    while (key := _key()) != QUIT:
        if key in KEYS:
            return KEYS[key], reforms
        if key == ELSEWHERE and comment.reforms:
            reforms = () if reforms is None else None
            _say(OF_NONE if reforms == () else OF_THESE, style="dim")
    return None


def _say(text: str, *, style: str | None = None) -> None:
    """Words from outside, as they are."""
    console.print(text, style=style, markup=False, highlight=False)


def _key() -> str:
    """The key pressed; the end of the input is to quit."""
    try:
        return str(typer.prompt(ASKED)).strip().lower()[:1]
    except typer.Abort:
        return QUIT


def _show(told: Mapping[str, Any]) -> None:
    console.print(
        f"{told['labelled']} of {told['drawn']} drawn comments are labelled; "
        f"{told['unclear']} are unclear."
    )
    if told["elsewhere"]:
        console.print(f"{told['elsewhere']} speak of something else: they do not count")
    shown = table("language", "labels", "right", "95% interval", "card", "")
    for name, each in (told["languages"] | told["scripts"]).items():
        right, low, high = each["accuracy"], each["low"], each["high"]
        shown.add_row(
            name,
            str(each["labels"]),
            "–" if right is None else f"{right:.0%}",
            "–" if right is None else f"{low:.0%} to {high:.0%}",
            f"{each['card']:.0%}" if each.get("card") else "–",
            Text("worse than its card", style="red") if each.get("drift") else "",
        )
    console.print(shown)
    if any(each["drift"] for each in told["languages"].values()):
        console.print(DRIFTED)
    alpha = told["alpha"]
    console.print(
        "No comment has two labellers yet: `kayfiyat labels take --second`."
        if alpha is None
        else f"Labellers agree: Krippendorff's alpha {alpha:.2f} "
        f"({told['alpha_low']:.2f} to {told['alpha_high']:.2f}) "
        f"on {told['twice']} comments."
    )
