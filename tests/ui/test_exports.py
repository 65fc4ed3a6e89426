"""What a saved file says of itself: its name, and what stands in a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.periods import Period
from domain.sources import Kind
from store.reading import KnownSource
from tests.ui.estimated import day
from ui.exports import file_name, subtitle
from ui.filters import Filters
from ui.queries import Address, Known
from ui.shell import Here

TEN_DAYS = Period(day(1), day(10))


def source(name: str, institution: str = "") -> KnownSource:
    id_ = f"{Kind.TELEGRAM_WEB}:{name}"
    return KnownSource(
        *(id_, Kind.TELEGRAM_WEB, name, institution, False), *(None,) * 4
    )


KNOWN = Known(
    span=TEN_DAYS,
    reforms=("tariffs",),
    titles={"tariffs": "Power tariffs"},
    sources=(source("kunuz", "Kun.uz"), source("gazeta_uz")),
    ledgers={},
    events=(),
    waiting=0,
    synthetic=False,
)
KUN, GAZETA = (each.id for each in KNOWN.sources)


def here(**chosen: object) -> Here:
    filters = replace(Filters(), **chosen)  # type: ignore[arg-type]
    address, now = Address("mongodb://", "kayfiyat"), datetime(2026, 3, 10, tzinfo=UTC)
    return Here(address, KNOWN, filters, TEN_DAYS, TEN_DAYS, 5, now)


@pytest.mark.parametrize(
    "chosen, what",
    [
        ({}, "mood"),
        ({"reform": "tariffs"}, "mood-tariffs"),
        ({"sources": (GAZETA,)}, "mood-telegram-web-gazeta-uz"),
        ({"sources": (KUN, GAZETA)}, "mood-2-sources"),
        ({"languages": ("uz", "ru")}, "mood-uz-ru"),
        ({"campaigns": False}, "mood-without-campaigns"),
        ({"sources": ("page:" + "a" * 500,)}, "mood-page-" + "a" * 35),
    ],
)
def test_files_of_other_choices_have_other_names(
    chosen: dict[str, object], what: str
) -> None:
    name = file_name(here(**chosen), "mood", "csv")

    assert name == f"kayfiyat-{what}-2026-03-01-2026-03-10.csv"


def test_a_picture_says_all_that_was_chosen() -> None:
    chosen = here(
        reform="tariffs", sources=(KUN, GAZETA), languages=("ru",), campaigns=False
    )

    assert subtitle(chosen) == (
        "Power tariffs · 1–10 Mar 2026 · Kun.uz (kunuz), gazeta_uz · Russian · "
        "without coordinated campaigns"
    )


def test_a_picture_of_everything_says_its_days_alone() -> None:
    assert subtitle(here()) == "1–10 Mar 2026"


def test_a_picture_says_what_its_page_alone_lets_choose() -> None:
    assert subtitle(here(), "By weight: followers 1") == (
        "1–10 Mar 2026 · By weight: followers 1"
    )


def test_made_up_data_says_so_in_name_and_picture() -> None:
    made_up = replace(here(), known=replace(KNOWN, synthetic=True))

    assert file_name(made_up, "mood", "png").startswith("kayfiyat-synthetic-mood-")
    assert "SYNTHETIC" in subtitle(made_up)
