"""A letter in every language as files, for a look before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from digest.letter import Letter
from digest.mail.messages import Sender, drafted
from digest.render import edition
from domain.errors import InputError
from domain.letters import Edition
from shown.speech import TONGUES

NOBODY = Sender("letters@kayfiyat.invalid", "Kayfiyat")
"""Who sends where no mail server is set; such a domain can never be (RFC 2606)."""

READER = "reader@kayfiyat.invalid"


def files(
    edition: Edition, tag: str, *, sender: Sender = NOBODY, at: datetime
) -> Mapping[str, bytes]:
    """The edition by the names of its files; a browser shows its pictures.

    A browser knows no ``cid:``: the pictures lie beside the page.
    """
    names = {
        id_: f"letter-{tag}{'' if number == 1 else f'-{number}'}.png"
        for number, id_ in enumerate(edition.pictures, 1)
    }
    page = edition.html
    for id_, name in names.items():
        page = page.replace(f'src="cid:{id_}"', f'src="{name}"')
    return {
        f"letter-{tag}.eml": drafted(edition, sender).written(
            f"preview|{tag}|{at.isoformat()}", READER, at=at
        ),
        f"letter-{tag}.html": page.encode(),
        f"letter-{tag}.txt": f"{edition.subject}\n\n{edition.text}".encode(),
        **{names[id_]: png for id_, png in edition.pictures.items()},
    }


def write_preview(
    letter: Letter,
    folder: Path,
    *,
    at: datetime,
    app_url: str = "",
    sender: Sender = NOBODY,
) -> list[Path]:
    """Write the letter into ``folder``, in every language as mail, HTML, text and PNG.

    Return what was written. Raises InputError if it cannot be.
    """
    editions = ((edition(letter, tag, app_url=app_url), tag) for tag in TONGUES)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            _written(folder / name, data)
            for each, tag in editions
            for name, data in files(each, tag, sender=sender, at=at).items()
        ]
    except OSError as error:
        raise InputError(
            f"{folder}: cannot be written: {error.strerror}; name another folder"
        ) from None


def _written(path: Path, data: bytes) -> Path:
    """In place of what is there: through a link it would be another's file."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
    return path
