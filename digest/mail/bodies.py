"""Parts of a message as MIME has them (RFC 2045, 2046, 2387), in 7-bit lines. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from digest.mail.headers import field
from domain.errors import InputError

# "=_" is in no text written as quoted-printable or base64 (RFC 2045, 6.7): a boundary
# with it ends no part too early, and is the same each time.
_BODIES = "=_kayfiyat_bodies"
_PICTURED = "=_kayfiyat_pictured"

_CONTENT_ID = re.compile(r"[A-Za-z0-9._@-]{1,100}")

_LINE_END = re.compile(r"\r\n|\r|\n")


class Spelling(StrEnum):
    """How a body is written in 7-bit letters (Content-Transfer-Encoding)."""

    QUOTED = "quoted-printable"  # Latin stays readable, which spam filters like
    BASE64 = "base64"  # Cyrillic would be three times as long


@dataclass(frozen=True, slots=True)
class Body:
    """A text in which each reader finds links of their own."""

    kind: str
    text: str
    spelling: Spelling

    def part(self, links: Mapping[str, str]) -> bytes:
        """The part, with each literal address of ``links`` replaced by its link."""
        text = self.text
        for literal, link in links.items():
            text = text.replace(literal, link)
        kind = field("Content-Type", f'text/{self.kind}; charset="utf-8"')
        return _part(kind, self.spelling, _spelled(text.encode(), self.spelling))


def body(kind: str, text: str) -> Body:
    """The body, with line ends as mail has them (RFC 2046, 4.1.1)."""
    lines = _LINE_END.sub("\r\n", text.encode("utf-8", "replace").decode())
    whole = lines if lines.endswith("\r\n") else lines + "\r\n"
    shortest = min(Spelling, key=lambda way: len(_spelled(whole.encode(), way)))
    return Body(kind, whole, shortest)


def picture(id_: str, png: bytes) -> bytes:
    """A PNG that the HTML beside it shows as ``cid:<id_>`` (RFC 2392)."""
    if not _CONTENT_ID.fullmatch(id_):
        raise InputError(f"{id_!r} is no Content-ID; mend it")
    name = id_.partition("@")[0].removesuffix(".png")
    heads = (
        field("Content-Type", "image/png")
        + field("Content-ID", f"<{id_}>")
        + field("Content-Disposition", f'inline; filename="{name}.png"')
    )
    return _part(heads, Spelling.BASE64, _spelled(png, Spelling.BASE64))


def related(html: bytes, pictures: Iterable[bytes]) -> bytes:
    """HTML and its pictures (RFC 2387)."""
    kind = f'multipart/related; type="text/html"; boundary="{_PICTURED}"'
    return _multipart(kind, _PICTURED, (html, *pictures))


def alternative(*parts: bytes) -> bytes:
    """The same in several ways, the plainest first (RFC 2046, 5.1.4)."""
    kind = f'multipart/alternative; boundary="{_BODIES}"'
    return _multipart(kind, _BODIES, parts)


def _multipart(kind: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    line = f"--{boundary}".encode()
    pieces = [field("Content-Type", kind).encode()]
    for part in parts:
        pieces += [b"\r\n", line, b"\r\n", part]
    return b"".join([*pieces, b"\r\n", line, b"--\r\n"])


def _part(heads: str, spelling: Spelling, spelled: bytes) -> bytes:
    way = field("Content-Transfer-Encoding", spelling)
    return f"{heads}{way}\r\n".encode() + spelled


def _spelled(data: bytes, spelling: Spelling) -> bytes:
    if spelling is Spelling.BASE64:
        return base64.encodebytes(data).replace(b"\n", b"\r\n")
    return binascii.b2a_qp(data, istext=True)
