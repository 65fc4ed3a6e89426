"""The figures on labelled files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.attitudes import Language, Script, Verdict
from domain.errors import InputError
from sentiment.evaluating import evaluate

SAYS = {"bad": (0.8, 0.1, 0.1), "so": (0.1, 0.8, 0.1), "good": (0.1, 0.1, 0.8)}


class ByWord:
    """Scores a text by its first word; knows three."""

    def predict(self, texts: Sequence[str]) -> list[Verdict]:
        return [
            Verdict(Language.ENGLISH, Script.LATIN, SAYS.get(text.split()[0]))
            for text in texts
        ]

    def stances(self, texts: Sequence[str], targets: Sequence[str]) -> list[Verdict]:
        """As predict; of the target, where a row has one."""
        pairs = zip(texts, targets, strict=True)
        return self.predict([target or text for text, target in pairs])


def _write(path: Path, rows: list[tuple[str, str]]) -> Path:
    lines = "".join(json.dumps({"text": t, "label": y}) + "\n" for t, y in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(lines.encode()))
    else:
        path.write_text(lines)
    return path


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_rows_with_other_labels_are_left_out(tmp_path: Path, name: str) -> None:
    rows = [("good a", "positive"), ("bad b", "negative"), ("so c", "mixed")]
    found = evaluate(_write(tmp_path / name, rows), ByWord())
    assert found["n"] == found["scored"] == 2
    assert found["accuracy"] == found["macro_f1"] == 1.0


def test_a_row_not_scored_counts_as_wrong(tmp_path: Path) -> None:
    rows = [("good a", "positive"), ("hm b", "positive"), ("bad c", "negative")]
    found = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    assert (found["n"], found["scored"]) == (3, 2)
    assert found["accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["recall"] == {"negative": 1.0, "positive": 0.5}
    assert found["confusion"]["positive"]["not_scored"] == 1
    assert found["by_language"]["en"]["n"] == 3


def test_where_a_file_has_two_labels_the_scorer_chooses_among_them(
    tmp_path: Path,
) -> None:
    rows = [("so a", "positive"), ("bad b", "negative")]
    found = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    assert "neutral" not in found["confusion"]["positive"]
    assert found["scored"] == 2


def test_dev_and_train_are_two_parts_of_the_whole(tmp_path: Path) -> None:
    rows = [(f"good {n}", "positive") for n in range(200)] + [("bad", "negative")]
    path = _write(tmp_path / "s.jsonl", rows)
    dev, train = (evaluate(path, ByWord(), split=s)["n"] for s in ("dev", "train"))
    assert dev + train == 201
    assert 0 < dev < 60


def test_calibration_is_how_far_the_said_is_from_the_seen(tmp_path: Path) -> None:
    rows = [("good a", "positive"), ("good b", "neutral"), ("bad", "negative")]
    found = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    assert found["calibration_error"] == pytest.approx(abs(3 * 0.8 - 2) / 3, abs=1e-4)


def test_prevalence_is_how_far_the_shares_are_from_the_true(tmp_path: Path) -> None:
    rows = [("good a", "positive"), ("so b", "neutral"), ("bad", "negative")]
    right = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    assert right["prevalence_error"] == pytest.approx(0, abs=1e-4)
    off = evaluate(_write(tmp_path / "t.jsonl", [*rows, ("bad", "neutral")]), ByWord())
    assert off["prevalence_error"] > 0.1


def test_stances_are_attitudes_too(tmp_path: Path) -> None:
    rows = [("good a", "favor"), ("bad b", "against"), ("so c", "none")]
    found = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    assert found["n"] == 3
    assert found["accuracy"] == 1.0


def test_a_stance_is_asked_towards_the_target_of_its_row(tmp_path: Path) -> None:
    rows = [("good", "against", "bad a"), ("bad", "favor", "good b")]
    keys = "text", "label", "target"
    lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in rows]
    (tmp_path / "s.jsonl").write_text("\n".join(lines))
    assert evaluate(tmp_path / "s.jsonl", ByWord())["accuracy"] == 1.0


def test_every_figure_is_told_by_language_and_script(tmp_path: Path) -> None:
    rows = [("good a", "positive"), ("bad b", "negative")]
    found = evaluate(_write(tmp_path / "s.jsonl", rows), ByWord())
    for part in (found["by_language"]["en"], found["by_script"]["Latn"]):
        assert part["macro_f1"] == 1.0
        assert part["recall"]["negative"] == 1.0
        assert part["calibration_error"] is not None


@pytest.mark.parametrize("line", ["{broken", '{"label": "positive"}', "[1]"])
def test_a_bad_line_is_named_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"text": "good", "label": "positive"}\n' + line + "\n")
    with pytest.raises(InputError, match=r"s\.jsonl:2: "):
        evaluate(path, ByWord())


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        evaluate(tmp_path / "none.jsonl.gz", ByWord())
