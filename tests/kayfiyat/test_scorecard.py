"""`kayfiyat scorecard`: its shapes, its words and its files."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pymongo.database import Database
from typer.testing import CliRunner, Result

from domain.comments import Post
from domain.coverage import Stretch
from domain.errors import InputError
from domain.scorecards import Weights
from kayfiyat.commands.scorecard import weights_of
from store.documents import post_document, stretch_document
from store.threads import Threads
from tests.command_line import cli
from tests.mood.test_scorecard import answer, said, thread
from tests.store.examples import DAY, NOON

DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def kayfiyat(uri_and_db: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    uri, name = uri_and_db
    monkeypatch.setenv("MONGODB_URI", uri)
    monkeypatch.setenv("MONGODB_DB", name)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(
            cli, ("scorecard", *arguments), catch_exceptions=False
        )

    return run


@pytest.fixture
def pages(database: Database[dict[str, Any]]) -> None:
    """Two pages with posts, one of which talks to its public, and one unseen."""
    for number, name in enumerate(("=evil", "calm", "unseen"), 1):
        source = f"telegram:{name}"
        database.sources.insert_one(_source(source, name))
        seen = timedelta(hours=4 if name == "unseen" else 9999)
        begun = NOON - timedelta(days=9)
        stretch = stretch_document(Stretch(begun, begun + seen))
        kept = {"stretches": [stretch], "saved_at": NOON, "first_at": NOON}
        database.coverage.insert_one({"_id": source} | kept)
        database.posts.insert_many(_post(source, n, number) for n in range(8))
    counted = {"_id": f"telegram:calm|{DAY}", "source": "telegram:calm"}
    database.followers.insert_one(counted | {"day": str(DAY), "count": 4000})
    talk = thread(*(said(n, n) for n in range(20)), answer(21, 40, 3))
    Threads(database).save([(("telegram:calm", str(DAY)), [talk])], now=NOON)


def _source(source: str, name: str) -> dict[str, Any]:
    return {
        "_id": source,
        "kind": "telegram",
        "name": name,
        "url": "",
        "institution": f"Ministry of {name}",
        "official": True,
        "language": None,
        "since_at": None,
        "saved_at": NOON,
        "first_at": NOON,
    }


def _post(source: str, number: int, size: int) -> dict[str, Any]:
    post = Post(
        id=f"{source}:{number}",
        source=source,
        at=NOON - timedelta(hours=number),
        text="Tariflar",
        reactions={"👍": 10 * size + number},
        comment_total=20,
    )
    return {"_id": post.id, "saved_at": NOON, "first_at": NOON} | post_document(post)


def test_rows_come_in_a_fixed_shape(kayfiyat: Any, pages: None) -> None:
    found = json.loads(kayfiyat("--json", *DAYS).stdout)
    rows = {row["title"]: row for row in found["rows"]}

    assert list(found) == ["from", "to", "by", "weights", "rows"]
    assert set(rows) == {"=evil", "calm", "unseen"}
    calm = rows["calm"]
    assert calm["followers"] == 4000
    assert calm["interactions"]["value"] == 43.5
    assert calm["interactions"]["low"] < 43.5 < calm["interactions"]["high"]
    assert calm["answered"]["value"] == 0.05
    assert calm["place"]["rank"] == 1
    assert rows["unseen"]["posts"] is None
    assert "hours" in rows["unseen"]["missing"]["posts"]
    assert rows["=evil"]["followers"] is None


def test_the_tables_fit_eighty_columns_and_give_reasons(
    kayfiyat: Any, pages: None
) -> None:
    shown = kayfiyat(*DAYS).stdout

    assert max(map(len, shown.splitlines())) <= 80
    assert "less than half of its hours was seen" in shown
    assert "95% interval" in shown
    assert "…" not in shown


def test_by_institution_rows_are_named_so(kayfiyat: Any, pages: None) -> None:
    assert "Ministry of calm" in kayfiyat("--by", "institution", *DAYS).stdout


def test_a_spreadsheet_gets_words_it_cannot_run(
    kayfiyat: Any, pages: None, tmp_path: Path
) -> None:
    file = tmp_path / "pages.csv"
    kayfiyat("--csv", str(file), *DAYS)
    text = file.read_bytes().decode("utf-8-sig")
    rows = {row["title"]: row for row in csv.DictReader(StringIO(text))}

    assert set(rows) == {"'=evil", "calm", "unseen"}
    assert rows["calm"]["answered"] == "0.05"
    assert rows["unseen"]["posts"] == ""


def test_without_official_pages_that_is_said(kayfiyat: Any) -> None:
    assert "No official page" in kayfiyat().stdout


def test_only_what_is_named_is_weighed() -> None:
    none = dict.fromkeys(("interactions", "effectiveness"), 0.0)

    assert weights_of("followers=1, answered = 2.5,wait=0") == Weights(
        followers=1.0, answered=2.5, wait=0.0, **none
    )


@pytest.mark.parametrize(
    "text, mend",
    [
        ("beauty=1", "use followers"),
        ("followers", "like followers=1"),
        ("followers=-1", "from 0 up"),
        ("followers=nan", "from 0 up"),
        ("followers=0", "all 0"),
    ],
)
def test_wrong_weights_are_one_sentence_with_the_mend(text: str, mend: str) -> None:
    with pytest.raises(InputError, match=mend):
        weights_of(text)


def test_a_file_that_cannot_be_written_is_one_sentence(
    kayfiyat: Any, pages: None, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        kayfiyat("--csv", str(tmp_path / "no" / "pages.csv"), *DAYS)
