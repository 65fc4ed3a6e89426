"""Pictures of the letter: languages, light and dark, on a screen and on a phone.

``python -m tests.digest.pictures FOLDER [--data-dir data] [--only full]`` shows the
demo world's letter, which ``kayfiyat run --demo --once`` makes, and made-up letters of
every kind.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from digest.compose import compose
from digest.letter import Letter
from digest.preview import write_preview
from domain.periods import day_of, last_week
from kayfiyat.demo_place import DemoPlace
from kayfiyat.opening import opened, place
from shown.speech import TONGUES
from tests.digest.kinds import KINDS
from tests.ui.browsing import Scheme, chromium

DEMO = "demo"

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

WIDTHS = (600, 360)

APP = "https://kayfiyat.example.uz"


def composed(data_dir: Path) -> Letter:
    """The demo world's letter."""
    demo = DemoPlace(data_dir / "demo")
    if not demo.config.exists():
        sys.exit("no demo world there: `kayfiyat run --demo --once` makes it")
    with opened(place(demo.config, demo.data_dir)) as found:
        return compose(found.database, last_week(day_of(datetime.now(UTC))))


def take(browser: Browser, name: str, letter: Letter, into: Path) -> None:
    """Write the pictures of one letter: ``full.ru.dark.360.png``."""
    with TemporaryDirectory() as folder:
        write_preview(letter, Path(folder), at=datetime.now(UTC), app_url=APP)
        for tag, scheme, width in product(TONGUES, SCHEMES, WIDTHS):
            page = browser.new_page(
                viewport={"width": width, "height": 800}, color_scheme=scheme
            )
            page.goto((Path(folder) / f"letter-{tag}.html").as_uri())
            page.screenshot(
                path=into / f"{name}.{tag}.{scheme}.{width}.png", full_page=True
            )
            page.close()


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("into", type=Path)
    asked.add_argument("--data-dir", type=Path, default=Path("data"))
    asked.add_argument("--only", action="append", choices=(DEMO, *KINDS))
    given = asked.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in given.only or (DEMO, *KINDS):
            letters: Mapping[str, Letter] = KINDS
            letter = letters.get(name) or composed(given.data_dir)
            take(browser, name, letter, given.into)


if __name__ == "__main__":
    main()
