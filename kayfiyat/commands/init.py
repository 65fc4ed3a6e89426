"""`kayfiyat init`: write a settings file to begin with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from domain.errors import ConfigError
from domain.settings import DEFAULT_CONFIG
from kayfiyat.commands.options import DATA_DIR, Config, DataDir, Debug
from kayfiyat.printing import console


def init(
    config: Config = None,
    data_dir: DataDir = DATA_DIR,  # noqa: ARG001 - every command takes it
    *,
    debug: Debug = False,  # noqa: ARG001 - read by main()
) -> None:
    """Write a kayfiyat.toml with every setting explained; nothing is overwritten."""
    path = config or Path(DEFAULT_CONFIG)
    example = files("kayfiyat").joinpath("kayfiyat.example.toml").read_text("utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(example)
    except FileExistsError:
        raise ConfigError(
            f"{path}: is there already; edit it, or move it away first"
        ) from None
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be written ({error.strerror}); choose another --config"
        ) from None
    console.print(
        f"Wrote {path}. Choose the sources in it and name a contact, then start with "
        "`kayfiyat run`.",
        markup=False,
    )
