"""Our clock beside a source's."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from domain.errors import InputError
from kayfiyat.doctor.online import asked
from kayfiyat.doctor.source_clock import by_source, of_date
from kayfiyat.ports import free_port
from tests.kayfiyat.doctor.test_ports import answering
from tests.kayfiyat.doctor.worlds import NOON, OK, WARNING, a_world, says


def test_a_date_is_compared_with_ours() -> None:
    late = format_datetime(NOON - timedelta(minutes=3))

    assert says(of_date(format_datetime(NOON), NOON, "kun.uz"), OK, "kun.uz")
    assert says(of_date(late, NOON, "kun.uz"), WARNING, "180 seconds ahead", "NTP")


@pytest.mark.parametrize("told", ["", "yesterday", "Mon, 99 May 2026 12:00:00 GMT"])
def test_a_server_without_a_date_tells_nothing(told: str) -> None:
    assert says(of_date(told, NOON, "kun.uz"), WARNING, "does not tell")


def test_the_first_source_with_an_address_is_asked(tmp_path: Path) -> None:
    with answering(b"") as port:
        feed = {"kind": "feed", "name": "uz", "url": f"http://127.0.0.1:{port}/rss"}
        found = by_source(a_world(tmp_path, sources=[feed]))

    assert says(found, WARNING, "127.0.0.1 does not tell its time")
    assert says(by_source(a_world(tmp_path)), OK, "no source")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://kun.uz", "kun.uz"])
def test_only_web_addresses_are_asked(url: str) -> None:
    with pytest.raises(InputError, match="no web address"):
        asked(url)


def test_who_does_not_answer_is_named() -> None:
    with pytest.raises(InputError, match="Connection refused"):
        asked(f"http://127.0.0.1:{free_port()}/")
