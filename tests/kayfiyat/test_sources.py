"""`kayfiyat sources check` and `try`, as they are typed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass
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
pause = 0.0

[[sources]]
kind = "telegram"
name = "kun"

[[sources]]
kind = "telegram"
name = "nobody_here"

[[sources]]
kind = "telegram"
name = "twice"

[[sources]]
kind = "telegram_web"
name = "twice"
url = "{site}"

[[sources]]
kind = "telegram_web"
name = "uza"
url = "{site}"

[[sources]]
kind = "telegram_web"
name = "nobody_there"
url = "{site}"

[[sources]]
kind = "youtube"
name = "news"
url = "{site}"

[[sources]]
kind = "page"
name = "previews"
url = "{site}/s/uza"

[sources.page]
posts = ".tgme_widget_message"
text = ".tgme_widget_message_text"
time = "time@datetime"
"""


@dataclass
class Place:
    """A folder with settings, and the Telegram and the site that they name."""

    folder: Path
    site: TelegramSite
    server: TelegramServer

    async def checked(self, *args: str) -> subprocess.CompletedProcess[str]:
        return await self.typed("check", *args)

    async def typed(self, *args: str) -> subprocess.CompletedProcess[str]:
        """In a process of its own, which has no MongoDB to write to."""
        command = [sys.executable, "-m", "kayfiyat", "sources", *args]
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "MONGODB_URI": "mongodb://127.0.0.1:1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await process.communicate()
        return subprocess.CompletedProcess(
            command, process.returncode or 0, out.decode(), err.decode()
        )


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    world, site, data = World(), TelegramSite(), tmp_path / "data"
    channel = world.channel("kun")
    world.comment(world.post(channel, "Narxlar"), "Qimmat, +998901234567")
    site.channel("uza", posts=5, comments=2)
    data.mkdir()
    async with TelegramServer(world, data) as server, site.served():
        server.session(data / "telegram.session")
        settings = SETTINGS.format(
            hash="a" * 32,
            server=server.address,
            key=server.public_key.name,
            site=site.base,
        )
        (tmp_path / "kayfiyat.toml").write_text(settings)
        yield Place(tmp_path, site, server)


async def test_a_channel_by_telegram_shows_what_would_be_collected(
    place: Place,
) -> None:
    done = await place.checked("kun")

    assert done.returncode == 0, done.stderr
    assert "telegram:kun can be read; comments are read from" in done.stdout
    assert "1,000 followers" in done.stdout
    assert "1 comments  Narxlar" in done.stdout
    assert "of the newest thread 1 comments" in done.stdout


async def test_a_channel_by_its_pages_shows_what_would_be_collected(
    place: Place,
) -> None:
    done = await place.checked("uza")

    assert done.returncode == 0, done.stderr
    assert "telegram_web:uza can be read" in done.stdout
    assert "10,000 followers" in done.stdout
    assert "robots.txt: none (HTTP 404), so all may be read" in done.stdout
    assert done.stdout.count("2 comments  uza writes") == 3
    assert "uza writes 5" in done.stdout


async def test_the_words_of_comments_are_not_shown(place: Place) -> None:
    by_telegram = await place.checked("kun")
    by_pages = await place.checked("uza")

    assert "Qimmat" not in by_telegram.stdout
    assert "Person" not in by_pages.stdout
    assert "comment 1" not in by_pages.stdout


async def test_programs_get_json(place: Place) -> None:
    done = await place.checked("telegram_web:uza", "--json")

    told = json.loads(done.stdout)
    assert set(told) == {
        "source", "reachable", "followers", "posts", "comments", "note", "robots",
        "blind", "trouble",
    }  # fmt: skip
    assert (told["source"], told["reachable"]) == ("telegram_web:uza", True)
    assert [post["comments"] for post in told["posts"]] == [2, 2, 2]
    assert len(told["comments"]) == 2


async def test_what_robots_txt_asks_for_is_told(place: Place) -> None:
    place.site.robots = "User-agent: *\nCrawl-delay: 0.1\n"

    done = await place.checked("uza")

    assert "robots.txt: allows it; it asks for 0.1 s between requests" in done.stdout


async def test_what_robots_txt_forbids_is_not_read(place: Place) -> None:
    place.site.robots = "User-agent: *\nDisallow: /\n"

    done = await place.checked("uza")

    assert done.returncode == 1
    assert "cannot be read (blocked)" in done.stdout
    assert "/s/uza: the host's robots.txt forbids us to read it" in done.stdout
    assert place.site.asked == ["GET /robots.txt"]


async def test_what_is_in_the_way_is_one_sentence(place: Place) -> None:
    by_telegram = await place.checked("nobody_here")
    by_pages = await place.checked("nobody_there", "--json")

    assert by_telegram.returncode == by_pages.returncode == 1
    assert "nobody on Telegram has this name" in by_telegram.stdout
    told = json.loads(by_pages.stdout)
    assert (told["reachable"], told["blind"]) == (False, "not public")
    assert "@nobody_there" in told["trouble"]


async def test_a_flood_wait_is_told_and_not_waited_for(place: Place) -> None:
    place.server.flood(3600, method="contacts.ResolveUsername")

    done = await place.checked("kun", "--json")

    told = json.loads(done.stdout)
    assert (told["reachable"], told["blind"]) == (False, "flood wait")


async def test_checking_leaves_nothing_behind(place: Place) -> None:
    before = set(place.folder.rglob("*"))

    await place.checked("uza")
    await place.checked("kun")

    new = {path.name for path in set(place.folder.rglob("*")) - before}
    assert new <= {"telegram.lock", "telegram.session-journal"}


@pytest.mark.parametrize(
    "name, says",
    [
        ("daryo", "daryo is no source of the settings; choose of: telegram:kun"),
        ("news", "sources of the kind youtube cannot be checked"),
        ("twice", "names several sources; choose of: telegram:twice, telegram_web"),
    ],
)
async def test_a_name_that_cannot_be_checked_is_one_sentence(
    place: Place, name: str, says: str
) -> None:
    done = await place.checked(name)

    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


async def test_a_page_by_its_description_shows_what_would_be_collected(
    place: Place,
) -> None:
    done = await place.checked("previews")

    assert done.returncode == 0, done.stderr
    assert "page:previews can be read; 5 posts by the description" in done.stdout
    assert "uza writes 5" in done.stdout


async def test_trying_an_address_previews_it_and_gives_the_line_to_add(
    place: Place,
) -> None:
    parts = ["posts=.tgme_widget_message", "text=.tgme_widget_message_text"]
    done = await place.typed(
        "try", f"{place.site.base}/s/uza", *(f"--set={part}" for part in parts)
    )

    assert done.returncode == 0, done.stderr
    assert "a page, read by your description: 5 posts, 0 comments" in done.stdout
    assert "5 posts without a time of their own" in done.stdout
    line = next(one for one in done.stdout.splitlines() if "kind =" in one)
    told = tomllib.loads(f"sources = [{line}]")["sources"][0]
    assert told["page"] == {
        "posts": ".tgme_widget_message",
        "text": ".tgme_widget_message_text",
    }
    settings = place.folder / "kayfiyat.toml"
    mine = "listener = { private_addresses = true, pause = 0.0, jitter = 0.0 }"
    settings.write_text(f"{mine}\nsources = [{line}]\n")
    assert "can be read" in (await place.checked(told["name"])).stdout


async def test_trying_an_address_names_what_repeats_if_nothing_is_found(
    place: Place,
) -> None:
    done = await place.typed("try", f"{place.site.base}/s/uza", "--set=posts=.none")

    assert done.returncode == 1
    assert "nothing found by your description" in done.stdout
    assert "div.tgme_widget_message" in done.stdout


async def test_trying_tells_programs_in_json(place: Place) -> None:
    done = await place.typed("try", f"{place.site.base}/nowhere", "--json")

    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["blind"], told["posts"]) == ("blocked", [])


@pytest.mark.parametrize(
    "args, says",
    [
        (["--set", "posts"], "write KEY=PLACE"),
        (["--set", "pots=li"], "--set pots: Extra inputs are not permitted"),
        (["--set", "posts=a[["], "'a[[' is no CSS selector"),
        (["--set", "posts=li", "--set", "posts.x=b"], "posts is a place already"),
        (["--preset", "none"], "no preset 'none'; use one of"),
    ],
)
async def test_a_wrong_description_is_one_sentence(
    place: Place, args: list[str], says: str
) -> None:
    done = await place.typed("try", f"{place.site.base}/s/uza", *args)

    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
