"""`kayfiyat verify`: whether what is stored agrees with itself and keeps its word."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, TypeVar

import numpy as np
import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json
from kayfiyat.keeping.watching import Watch, shown
from kayfiyat.opening import opened, place
from kayfiyat.printing import aside, console, print_json
from kayfiyat.verifying import promises, sums
from kayfiyat.verifying.findings import Finding, Verdict, finding
from kayfiyat.verifying.mending import Mender
from store.clients import Database, Document
from store.inspection import Inspection

T = TypeVar("T")


def verify(
    sample: Annotated[
        int, typer.Option(help="So many days of sources are counted anew.", min=1)
    ] = 500,
    config: Config = None,
    data_dir: DataDir = DATA_DIR,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Count all of them anew, not a sample.")
    ] = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="Have wrong sums made again by the scorer.")
    ] = False,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Check what is stored: sums against comments, and that nothing kept is private.

    Writes nothing, or with --mend marks alone, and the parts may go on working: what
    they have not counted yet is left. Ends with status 2 if something is wrong.
    """
    mender = Mender()
    with opened(place(config, data_dir)) as open_database, shown() as watch:
        size = None if everything else sample
        found = []
        for each in checks(open_database.database, size, watch, mender):
            found.append(each)
            if not json:
                _say(each)
        if mend:
            mender.mark(open_database.database)
            aside.print(mender.told(), markup=False, highlight=False)
    if json:
        print_json([asdict(each) for each in found])
    if any(each.wrong for each in found):
        raise typer.Exit(2)


def checks(
    database: Database[Document],
    size: int | None,
    watch: Watch,
    mender: Mender | None = None,
) -> Iterator[Finding]:
    """What each check finds, one after the other; ``size`` None looks at all.

    ``mender`` is told which sums are wrong.
    """
    look, mender = Inspection(database), mender or Mender()
    yield promises.shaped(look)
    yield promises.valid(look, watch)
    places, days = _some(look.places(), size), _some(look.days(), size)
    posts = _some(look.collected(), size)
    watch.begin(len(places) + len(days) + len(posts))
    cells = mender.of_cells(sums.cells(database, places))
    yield _of("Cells are those of the comments", cells, watch)
    nation = mender.of_nation(sums.nation(database, days))
    yield _of("National sums are those of cells", nation, watch)
    drew = mender.of_posts(sums.collected(database, posts))
    yield _of("Posts drew what is summed", drew, watch)
    everywhere = mender.of_posts(sums.everywhere(look))
    yield finding("Sums of posts over all sources add up", everywhere)
    campaigns = sums.campaigns(database, _some(look.campaigns(), size))
    yield finding("Campaigns are those of their comments", campaigns)
    yield promises.terms(look)
    watch.begin(look.count("comments") + look.count("posts"))
    yield promises.private(look.texts(), watch)
    yield promises.letters(look)


def _of(check: str, judged: Iterable[tuple[str, Verdict]], watch: Watch) -> Finding:
    def watched() -> Iterator[tuple[str, Verdict]]:
        for each in judged:
            watch.went("days", 1)
            yield each

    return finding(check, watched())


def _some(found: Sequence[T], size: int | None) -> list[T]:
    """``size`` of what was found, drawn at random, in its order."""
    if size is None or len(found) <= size:
        return list(found)
    chance = np.random.default_rng(secrets.randbits(64))
    drawn = sorted(chance.choice(len(found), size, replace=False).tolist())
    return [found[each] for each in drawn]


def _say(each: Finding) -> None:
    style = "red" if each.wrong else None
    console.print(
        each.line(), style=style, markup=False, highlight=False, soft_wrap=True
    )
