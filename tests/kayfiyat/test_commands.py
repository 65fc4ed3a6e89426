"""The commands, by the shapes that others rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]

MOOD_KEYS = {
    "from", "to", "mood", "low", "high", "in_favour", "neutral", "against",
    "voices", "comments", "coverage", "low_elsewhere", "high_elsewhere", "withheld",
    "labels", "not_scored", "half_blind", "collected", "corrected", "scorers",
}  # fmt: skip

COMMENTS = """\
id,at,author,text
1,2026-03-02T10:00:00+05:00,ali,"Elektr tarifi juda qimmat bo'ldi, bu adolatsizlik!"
2,2026-03-02T11:00:00+05:00,vali,"Тарифы на электричество подняли, ужасное решение"
3,2026-03-02T12:00:00+05:00,gani,"Svet narxi oshdi, odamlar qiynalyapti, yomon qaror"
4,2026-03-03T12:00:00+05:00,olim,"Отличная реформа, всё стало лучше, спасибо"
5,2026-03-03T13:00:00+05:00,dono,"Juda yaxshi islohot, rahmat, zo'r bo'ldi"
6,2026-03-03T14:00:00+05:00,karim,"A terrible decision, people are angry"
7,2026-03-03T15:00:00+05:00,,"Бул чечим жакшы эмес деп ойлойм, балдарга кыйын болот"
"""


@pytest.fixture
def kayfiyat(uri_and_db: tuple[str, str], tmp_path: Path) -> Command:
    """Run the real command in a process of its own, in an empty folder."""
    uri, name = uri_and_db

    def run(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kayfiyat", *arguments],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "MONGODB_URI": uri, "MONGODB_DB": name},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def table(tmp_path: Path) -> str:
    (tmp_path / "comments.csv").write_text(COMMENTS, encoding="utf-8")
    return "comments.csv"


def lines(done: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_table_goes_from_file_to_mood(kayfiyat: Command, table: str) -> None:
    (imported,) = lines(kayfiyat("import", table, "--json"))
    assert imported == {
        "file": "comments.csv", "read": 7, "added": 7, "changed": 0, "set_aside": 0
    }  # fmt: skip
    assert kayfiyat("score", "--once").returncode == 0

    (status,) = lines(kayfiyat("status", "--json"))
    (week,) = json.loads(kayfiyat("mood", "--json").stdout)
    days = json.loads(kayfiyat("mood", "--json", "--by", "day").stdout)

    assert (status["comments"], status["pending"]) == (7, 0)
    assert status["scored"] + status["not_scored"] == 7
    assert set(week) == MOOD_KEYS
    assert week["voices"] == status["scored"]
    assert week["comments"] == 7
    assert week["not_scored"] == status["unscored"] == {"other": 1}
    assert week["collected"] is None, "no server counts what is in a file"
    assert week["mood"] is None or week["low"] <= week["mood"] <= week["high"]
    assert [day["from"] for day in days] == ["2026-03-02", "2026-03-03"]
    assert days[0]["mood"] is None, "three voices are too few to show"


def test_importing_again_adds_nothing(kayfiyat: Command, table: str) -> None:
    kayfiyat("import", table)

    (again,) = lines(kayfiyat("import", table, "--json"))

    assert (again["read"], again["added"], again["changed"]) == (7, 0, 0)


def test_one_bad_file_does_not_hold_up_the_others(
    kayfiyat: Command, table: str
) -> None:
    done = kayfiyat("import", "nowhere.json", table, "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["added"] == 7
    assert "nowhere.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_text_is_scored_line_by_line_in_order(kayfiyat: Command) -> None:
    given = "Juda yomon qaror\n\nОтличное решение, спасибо\nA terrible decision\n"

    verdicts = lines(kayfiyat("score", "--json", given=given))

    assert [verdict["language"] for verdict in verdicts] == [
        "uz", "undetermined", "ru", "en"
    ]  # fmt: skip
    assert [verdict["scored"] for verdict in verdicts] == [True, False, True, True]
    assert verdicts[1]["p"] is None
    assert sum(verdicts[0]["p"]) == pytest.approx(1, abs=1e-3)
    assert verdicts[0]["attitude"] == "against"
    assert set(verdicts[0]) == {
        "language", "script", "scored", "p", "attitude", "reforms", "why"
    }  # fmt: skip


def test_a_text_names_its_reforms(kayfiyat: Command) -> None:
    (verdict,) = lines(
        kayfiyat("score", "--json", "--text", "Электр тарифлари қимматлашди")
    )

    assert (verdict["language"], verdict["script"]) == ("uz", "Cyrl")
    assert "energy_tariffs_2024" in verdict["reforms"]


def test_labelled_rows_are_evaluated(kayfiyat: Command, tmp_path: Path) -> None:
    rows = [
        {"text": "Juda yomon, dahshat", "label": "negative"},
        {"text": "Ajoyib, rahmat sizlarga", "label": "positive"},
        {"text": "Nima bu?", "label": "unclear"},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "labelled.jsonl").write_text(text, encoding="utf-8")

    (figures,) = lines(kayfiyat("evaluate", "labelled.jsonl", "--json"))

    assert set(figures) >= {
        "file", "n", "scored", "accuracy", "macro_f1", "macro_recall", "recall",
        "confusion", "by_language",
    }  # fmt: skip
    assert figures["n"] == 2


def test_a_file_is_read_without_a_database(tmp_path: Path, table: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kayfiyat", "read", table, "--json"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "MONGODB_URI": "mongodb://127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    first = lines(done)[0]

    assert set(first) == {
        "what", "id", "at", "edited", "text", "author", "official", "reply_to", "url",
        "views", "reactions", "comments",
    }  # fmt: skip
    assert (first["what"], first["author"]) == ("comment", True)


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("listen", "--once"), "kayfiyat init"),
        (("mood", "--from", "yesterday"), "write it like 2026-01-31"),
        (("mood", "--from", "2026-02-01", "--to", "2026-01-01"), "is after"),
        (("status", "--config", "nowhere.toml"), "no such file"),
        (("import", "x.csv", "--map", "text"), "text=message,at=date"),
        (("read", "nowhere.json"), "nowhere.json"),
        (("digest", "--list", "--preview", "x"), "--list and --preview do not go"),
        (("digest", "--to", "a@b.uz", "--once"), "--to and --once do not go"),
        (("score", "--text", "x", "--all"), "--text and --all do not go"),
        (("score", "--all", "--json"), "--all do not go"),
        (("score", "--text", "x", "--dask", "tcp://x:1"), "--dask goes with --all"),
    ],
)
def test_an_error_is_one_sentence_on_standard_error(
    kayfiyat: Command, arguments: tuple[str, ...], says: str
) -> None:
    done = kayfiyat(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("kayfiyat: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_letter_is_written_from_the_same_numbers(
    kayfiyat: Command, tmp_path: Path
) -> None:
    done = kayfiyat("digest", "--preview", "week")

    assert done.returncode == 0, done.stderr
    assert "<html" in (tmp_path / "week" / "letter-ru.html").read_text(encoding="utf-8")


def test_settings_are_written_once_and_never_overwritten(
    kayfiyat: Command, tmp_path: Path
) -> None:
    assert kayfiyat("init").returncode == 0
    written = (tmp_path / "kayfiyat.toml").read_text(encoding="utf-8")

    again = kayfiyat("init")

    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert (tmp_path / "kayfiyat.toml").read_text(encoding="utf-8") == written


PIPE_BREAKS = """
import sys
from kayfiyat import cli

def breaks() -> None:
    raise {0}

whole = cli.commands()
whole.command("breaks")(breaks)
cli.commands = lambda _name: whole
sys.argv = ["kayfiyat", "breaks"]
cli.main()
"""


@pytest.mark.parametrize(
    "error", ["BrokenPipeError()", "BrokenPipeError(32, 'Broken pipe')"]
)
def test_nothing_ends_as_if_all_were_well_when_its_reader_goes(error: str) -> None:
    """Else a service whose log nobody takes is not started again."""
    script = PIPE_BREAKS.format(error)

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False
    )

    assert done.returncode != 0
