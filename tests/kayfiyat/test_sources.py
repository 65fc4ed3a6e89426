"""`kayfiyat sources check`, as it is typed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.listener.telegram_site import TelegramSite
from tests.telegram_server import TelegramServer, World

SETTINGS = """
[listener]
pause = 0.0
jitter = 0.0
timeout = 3.0
private_addresses = true

[telegram]
api_id = 1
api_hash = "{hash}"
server = "{server}"
public_key = "{key}"

[[sources]]
kind = "telegram"
name = "kun"

[[sources]]
kind = "telegram"
name = "nobody_here"

[[sources]]
kind = "telegram_web"
name = "uza"
url = "{site}"
"""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Path]:
    """A folder with settings, a Telegram and a site to be asked."""
    world, site = World(), TelegramSite()
    channel = world.channel("kun")
    world.comment(world.post(channel, "Narxlar"), "Qimmat, +998901234567")
    site.channel("uza", posts=3, comments=2)
    async with TelegramServer(world, tmp_path) as server, site.served():
        server.session(tmp_path / "telegram.session")
        settings = SETTINGS.format(
            hash="a" * 32,
            server=server.address,
            key=server.public_key.name,
            site=site.base,
        )
        (tmp_path / "kayfiyat.toml").write_text(settings)
        yield tmp_path


async def checked(
    place: Path, uri_and_db: tuple[str, str], *args: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kayfiyat", "sources", "check", *args]
    command += ["--config", str(place / "kayfiyat.toml"), "--data-dir", str(place)]
    uri, db = uri_and_db
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"MONGODB_URI": uri, "MONGODB_DB": db, "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    out, err = await process.communicate()
    return subprocess.CompletedProcess(
        command, process.returncode or 0, out.decode(), err.decode()
    )


async def test_a_channel_is_shown_with_its_newest_posts_and_some_comments(
    place: Path, uri_and_db: tuple[str, str]
) -> None:
    done = await checked(place, uri_and_db, "kun")

    assert done.returncode == 0
    assert "1,000 followers" in done.stdout
    assert "Narxlar" in done.stdout
    assert "Qimmat" in done.stdout
    assert "901234567" not in done.stdout


async def test_programs_get_json(place: Path, uri_and_db: tuple[str, str]) -> None:
    done = await checked(place, uri_and_db, "telegram_web:uza", "--json")

    told = json.loads(done.stdout)
    assert (told["source"], len(told["posts"])) == ("telegram_web:uza", 3)
    assert told["comments"] == 2


async def test_what_is_in_the_way_is_one_sentence(
    place: Path, uri_and_db: tuple[str, str]
) -> None:
    done = await checked(place, uri_and_db, "nobody_here")

    assert done.returncode == 1
    assert "nobody on Telegram has this name" in done.stdout


async def test_a_name_that_is_not_in_the_settings_names_those_that_are(
    place: Path, uri_and_db: tuple[str, str]
) -> None:
    done = await checked(place, uri_and_db, "daryo")

    assert done.returncode == 2
    assert "telegram:kun" in done.stderr
