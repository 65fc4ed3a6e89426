"""Each scorer's errors are kept as long as cells were made of what it said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pymongo.database import Database

from domain.cells import Cell
from store.cells import Cells
from store.confusions import load_confusions, save_confusions
from store.stale import marks
from tests.mood.worlds import DAY, NOON, cell_of_votes

MongoDB = Database[dict[str, Any]]

OLD = np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2], [0.1, 0.1, 0.8]])
NEW = np.array([[0.6, 0.2, 0.2], [0.3, 0.4, 0.3], [0.2, 0.2, 0.6]])


def keep(database: MongoDB, scorer: str, matrix: Any) -> None:
    replicates = np.stack([matrix + 0.01, matrix - 0.01])
    save_confusions(database, scorer, {"uz": matrix}, {"uz": replicates})


def scored_by(*scorers: str) -> Cell:
    return replace(cell_of_votes(np.full((9, 3), 1 / 3)), scorers=scorers)


def test_errors_are_read_as_they_were_kept(database: MongoDB) -> None:
    keep(database, "joint-1", OLD)

    matrix, replicates = load_confusions(database)["joint-1"]["uz"]

    assert matrix.tolist() == OLD.tolist()
    assert replicates == pytest.approx(np.stack([OLD + 0.01, OLD - 0.01]), abs=1e-6)


def test_no_scorer_has_left_its_errors(database: MongoDB) -> None:
    assert load_confusions(database) == {}


def test_a_language_without_replicates_has_none(database: MongoDB) -> None:
    save_confusions(database, "joint-1", {"uz": OLD}, {})

    _, replicates = load_confusions(database)["joint-1"]["uz"]

    assert replicates.shape == (0, 3, 3)


def test_an_older_scorer_s_errors_stay_while_cells_name_it(database: MongoDB) -> None:
    keep(database, "joint-1", OLD)
    Cells(database).save("telegram_web:a", DAY, [scored_by("joint-1")], now=NOON)
    keep(database, "joint-2", NEW)
    keep(database, "joint-2", NEW)

    found = load_confusions(database)

    assert set(found) == {"joint-1", "joint-2"}
    assert found["joint-1"]["uz"][0].tolist() == OLD.tolist()
    assert found["joint-2"]["uz"][0].tolist() == NEW.tolist()


def test_they_go_once_no_cell_names_it(database: MongoDB) -> None:
    keep(database, "joint-1", OLD)
    Cells(database).save("telegram_web:a", DAY, [scored_by("joint-1")], now=NOON)
    Cells(database).save("telegram_web:a", DAY, [scored_by("joint-2")], now=NOON)

    keep(database, "joint-2", NEW)

    assert set(load_confusions(database)) == {"joint-2"}


def test_they_stay_while_cells_are_to_be_made(database: MongoDB) -> None:
    keep(database, "joint-1", OLD)
    database.stale.bulk_write(marks([("telegram_web:a", DAY.isoformat())]))

    keep(database, "joint-2", NEW)

    assert set(load_confusions(database)) == {"joint-1", "joint-2"}


def test_what_was_kept_before_there_were_versions_is_read(database: MongoDB) -> None:
    keep(database, "joint-1", OLD)
    kept = database.meta.find_one_and_delete({"_id": "scorer joint-1"})
    assert kept
    database.meta.insert_one(kept | {"_id": "scorer"})

    assert set(load_confusions(database)) == {"joint-1"}
