from __future__ import annotations

from typing import Any

from pymongo.database import Database

from domain.reforms import Reform
from store.reforms import save_titles, titles_of_reforms

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
