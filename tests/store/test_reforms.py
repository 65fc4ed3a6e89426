from __future__ import annotations

from typing import Any

from pymongo.database import Database

from domain.reforms import Reform
from store.reforms import Area, areas_of_reforms, save_titles, titles_of_reforms

LAND = Reform("land_code", {"en": "Land code", "ru": "Земельный кодекс"})


def test_titles_are_kept_once_and_told_in_each_writing(
    database: Database[dict[str, Any]],
) -> None:
    save_titles(database, [LAND])
    save_titles(database, [LAND])

    assert titles_of_reforms(database) == {"land_code": "Land code"}
    assert titles_of_reforms(database, "ru") == {"land_code": "Земельный кодекс"}
    assert titles_of_reforms(database, "uz-Latn") == {}


def test_no_reforms_are_no_trouble(database: Database[dict[str, Any]]) -> None:
    save_titles(database, [])

    assert titles_of_reforms(database) == {}


def test_areas_come_with_their_strategies_the_newest_first(
    database: Database[dict[str, Any]],
) -> None:
    reform = Reform("gas", {"en": "Gas"}, areas=("2017-3", "2030-2", "2022-3"))
    areas = {id_: {"en": f"Area {id_}"} for id_ in reform.areas}

    save_titles(database, [reform], areas, {"2030": {"en": "Uzbekistan 2030"}})

    assert areas_of_reforms(database)["gas"] == (
        Area("2030-2", "Area 2030-2", "Uzbekistan 2030"),
        Area("2022-3", "Area 2022-3", ""),
        Area("2017-3", "Area 2017-3", ""),
    )
