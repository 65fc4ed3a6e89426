"""`kayfiyat evaluate`: measure the scorer on labelled files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug, Json
from kayfiyat.printing import aside, console, print_json, table
from sentiment.evaluating import evaluate as evaluate_file
from sentiment.scorer import Scorer


def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", show_default=False)],
    split: Annotated[
        Literal["all", "dev", "train"],
        typer.Option(help="Rows by the hash of their text; dev was never trained on."),
    ] = "all",
    config: Config = None,  # noqa: ARG001 - every command takes these
    data_dir: DataDir = DATA_DIR,  # noqa: ARG001
    *,
    json: Json = False,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Measure the scorer on labelled files (.jsonl, .jsonl.gz: text and label).

    Labels are negative, neutral and positive, or against, none and favor; rows
    with others are left out. A row that is not scored counts as wrong. Where a
    file has only two of the labels, the scorer chooses between those.
    Calibration is how far the stated probability is from how often it was right,
    prevalence how far the shares are from the true ones; 0 is best for both.
    """
    scorer = Scorer.load()
    with aside.status("Scoring …") as shown:
        measured = []
        for file in files:
            shown.update(f"Scoring {file.name} …")
            figures = evaluate_file(file, scorer, split=split)
            measured.append(figures)
            if json:
                print_json(figures)
    if not json:
        _show(measured, scorer.id)


COLUMNS = {
    "accu-\nracy": "accuracy",
    "macro\nF1": "macro_f1",
    "macro\nrecall": "macro_recall",
    "negat.\nfound": "negatives",
    "calibr.\nerror": "calibration_error",
    "preval.\nerror": "prevalence_error",
}


def _show(measured: list[dict[str, Any]], scorer: str) -> None:
    shown = table("file", "rows", "scored", *COLUMNS, title=scorer)
    for figures in measured:
        name = Path(figures["file"]).name.partition(".jsonl")[0]
        shown.add_row(name, *_cells(figures))
        for kind in ("by_language", "by_script"):
            parts = figures[kind]
            if len(parts) > 1:
                for name, part in parts.items():
                    shown.add_row(f"  {name}", *_cells(part), style="dim")
    console.print(shown)


def _cells(figures: dict[str, Any]) -> list[str]:
    known = figures | {"negatives": figures["recall"].get("negative")}
    shares = [_share(known[key]) for key in COLUMNS.values()]
    return [f"{figures['n']:,}", f"{figures['scored']:,}", *shares]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
