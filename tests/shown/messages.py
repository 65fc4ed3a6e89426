"""The messages of the code and their catalogues: found, compared, written anew.

``python -m tests.shown.messages`` adds to every catalogue what the code says and the
catalogue has not, with nothing for a translation, and drops what nobody says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from shown.speech import ENGLISH, LOCALES, SHARED, TONGUES, Tongue, read

ROOT = LOCALES.parent.parent

SPEAKING = ("shown", "ui", "digest")
"""The packages that speak to readers."""

KEYWORDS = {"_": None, "n_": (1, 2), "later": None}

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

METHODS = {".py": "python", ".j2": "jinja2"}
"""How the messages of a file are found, by its suffix."""

LETTER = "letter"
"""The catalogue of the letter."""

Id = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the code, and where it stands."""

    id: Id
    module: str

    @property
    def page(self) -> str:
        """Whose catalogue it belongs in: that of its page, or the shared one."""
        package, *parts = Path(self.module).with_suffix("").parts
        if package == "digest":
            return LETTER
        return parts[1] if parts[0] == "views" else SHARED


def said() -> Iterator[Said]:
    """All messages of the code; those of shared modules first."""
    for module in sorted(_speaking(), key=_is_page):
        how = METHODS[module.suffix]
        found = extract_from_file(how, ROOT / module, keywords=KEYWORDS)
        for _line, id_, _comments, _context in found:
            yield Said(key(id_), module.as_posix())


def _speaking() -> list[Path]:
    return sorted(
        path.relative_to(ROOT)
        for package in SPEAKING
        for path in (ROOT / package).rglob("*")
        if path.suffix in METHODS
    )


def _is_page(module: Path) -> bool:
    return module.parts[:2] == ("ui", "views") or module.parts[0] == "digest"


def key(id_: str | Iterable[str]) -> Id:
    if isinstance(id_, str):
        return id_
    one, many = id_
    return one, many


def wanted() -> dict[str, set[Id]]:
    """By page the messages that belong in its catalogue; a shared one in no other."""
    pages: dict[str, set[Id]] = {SHARED: set()}
    for each in said():
        if each.id not in pages[SHARED]:
            pages.setdefault(each.page, set()).add(each.id)
    return pages


def catalogues(tongue: Tongue) -> dict[str, dict[Id, Message]]:
    return {
        page: {key(message.id): message for message in catalog if message.id}
        for page, catalog in read(tongue)
    }


def foreign() -> list[Tongue]:
    """The languages that need catalogues: English is what the code says."""
    return [tongue for tongue in TONGUES.values() if tongue != ENGLISH]


def renew(tongue: Tongue) -> Iterator[str]:
    """Write the catalogues of ``tongue`` anew; yield what is still to translate.

    A translation is found again wherever it stood, so that a message may move.
    """
    had = catalogues(tongue)
    known = {id_: m for page in had.values() for id_, m in page.items()}
    for page, ids in wanted().items():
        before = known | had.get(page, {})
        catalog = Catalog(locale=tongue.cldr, fuzzy=False)
        for id_ in sorted(ids, key=str):
            string = before[id_].string if id_ in before else None
            catalog.add(id_, string or "")
            if not string or not all(string):
                yield f"{tongue.folder.name}/{page}.po: {id_}"
        _write(tongue.folder / f"{page}.po", catalog)
    for page in had.keys() - wanted().keys():
        (tongue.folder / f"{page}.po").unlink()


def _write(path: Path, catalog: Catalog) -> None:
    """Without dates and names in the header: two writers at once need not quarrel."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = HEADER.format(language=path.parent.name, plurals=catalog.plural_forms)
    with path.open("wb") as file:
        file.write(head.encode())
        write_po(file, catalog, width=88, no_location=True, omit_header=True)


def main() -> None:
    missing = [line for tongue in foreign() for line in renew(tongue)]
    sys.stdout.writelines(f"{line}\n" for line in missing)
    sys.stdout.write(f"{len(missing)} to translate\n")


if __name__ == "__main__":
    main()
