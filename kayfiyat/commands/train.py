"""`kayfiyat train`: from labelled data to the scorer's weights and their card."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import InputError
from kayfiyat.commands.options import Debug, now
from kayfiyat.printing import aside, console, table
from sentiment.weights import HERE, save_weights


def train(
    data: Annotated[
        Path, typer.Option(help="Folder with sentiment/, stance/ and language/.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            help="Where to write.", show_default="where the program's own are"
        ),
    ] = HERE,
    *,
    left_out: Annotated[
        bool, typer.Option(help="Also try models that lack a whole set.")
    ] = True,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Train the scorer anew: weights.npz and card.json.

    The same data gives the same weights. Takes some five minutes, and two
    without the left-out sets. Needs the extras train and vectors.
    """
    try:
        training = import_module("sentiment.training")
        with aside.status("Training …") as shown:
            weights = training.train(
                data,
                today=now().date(),
                left_out=left_out,
                tell=lambda doing: shown.update(f"{doing} …"),
            )
    except ModuleNotFoundError as error:
        raise InputError(
            f"{error.name} is missing; pip install 'kayfiyat[train,vectors]'"
        ) from None
    out.mkdir(parents=True, exist_ok=True)
    save_weights(weights, out / "weights.npz", out / "card.json")
    _show(weights.card)


def _show(card: dict[str, object]) -> None:
    shown = table("set", "rows", "accuracy", "macro-F1", title="never trained on")
    for title, part in (("", card["dev"]), (" left out", card["left_out"])):
        if isinstance(part, dict):
            for name, figures in part.items():
                shares = (f"{figures[key]:.3f}" for key in ("accuracy", "macro_f1"))
                shown.add_row(name + title, f"{figures['n']:,}", *shares)
    console.print(shown)
