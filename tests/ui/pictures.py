"""Pictures of every page over the demo world: languages, light and dark, wide, narrow.

``python -m tests.ui.pictures FOLDER [--data-dir data] [--only mood]`` needs the demo
world there: ``kayfiyat run --demo --once`` makes it.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from kayfiyat.demo_place import DemoPlace
from kayfiyat.opening import opened as opened_database
from kayfiyat.opening import place
from shown.speech import TONGUES
from tests.ui.browsing import (
    NARROW,
    PAGES,
    WIDE,
    Scheme,
    chromium,
    opened,
    path,
    served,
)

SCHEMES: tuple[Scheme, ...] = ("light", "dark")

SIZES = {"wide": WIDE, "narrow": NARROW}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, and its file's name: ``mood.ru.dark.narrow.png``."""

    page: str
    tongue: str
    scheme: Scheme
    size: str

    @property
    def file(self) -> str:
        return f"{self.page}.{self.tongue}.{self.scheme}.{self.size}.png"


def pictures(pages: list[str]) -> Iterator[Picture]:
    for page, tongue, scheme, size in product(pages, TONGUES, SCHEMES, SIZES):
        yield Picture(page, tongue, scheme, size)


def take(browser: Browser, address: str, picture: Picture, into: Path) -> list[str]:
    """Write the picture; return what went wrong on the page."""
    url = f"{address}{path(picture.page)}?lang={picture.tongue}"
    scheme, size = picture.scheme, SIZES[picture.size]
    locale = picture.tongue.split("-")[0]
    page, wrong = opened(browser, url, scheme=scheme, size=size, locale=locale)
    whole(page)
    page.screenshot(path=into / picture.file)
    page.close()
    return wrong


def whole(page: Page) -> None:
    """Make the window as tall as the page, which scrolls inside itself."""
    tall = page.evaluate(
        "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
    )
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": int(tall) + 40})
    page.wait_for_timeout(400)  # charts and tables are laid out anew


def main() -> None:
    asked = ArgumentParser(description=__doc__)
    asked.add_argument("into", type=Path)
    asked.add_argument("--data-dir", type=Path, default=Path("data"))
    asked.add_argument("--only", action="append", choices=PAGES)
    given = asked.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    demo = DemoPlace(given.data_dir / "demo")
    if not demo.config.exists():
        sys.exit("no demo world there: `kayfiyat run --demo --once` makes it")
    with (
        opened_database(place(demo.config, demo.data_dir)) as found,
        TemporaryDirectory() as folder,
        served(found.uri, found.database.name, Path(folder)) as address,
        chromium() as browser,
    ):
        for picture in pictures(given.only or PAGES):
            for wrong in take(browser, address, picture, given.into):
                sys.stderr.write(f"{picture.file}: {wrong}\n")


if __name__ == "__main__":
    main()
