"""A sign-in through a real provider, and what each person reaches by it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    Request,
    WebSocket,
    expect,
)
from pymongo.database import Database

from store.clients import connect
from store.events import all_events
from store.schema import prepare
from tests.ui import made_up
from tests.ui.browsing import CHROMIUM, PAGES, chromium, path
from tests.ui.signing_in import (
    Served,
    closed,
    drawn,
    provider,
    replayed,
    served_to_members,
    sign_in,
)
from ui.doorway import INVITED, NOT_AMONG
from ui.windows import POLICY

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the browser did not run"
)

WRITING = ("Try", "Pause", "Add event", "Take in", "Start")
"""What stands on the buttons that write."""


@pytest.fixture(scope="module")
def database(mongodb_uri: str) -> Iterator[Database[dict[str, Any]]]:
    """Twenty days; every command that asks for data is noted down."""
    name = f"test_{uuid4().hex}"
    database = connect(mongodb_uri, name)
    prepare(database)
    period = made_up.period_before(made_up.today(), 20)
    made_up.fill((mongodb_uri, name), database, period)
    yield database
    database.client.drop_database(name)
    database.client.close()


@pytest.fixture(scope="module")
def app(
    mongodb_uri: str,
    database: Database[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("app")
    where = mongodb_uri, database.name
    with provider() as address, served_to_members(where, address, folder) as served:
        yield served


@pytest.fixture(scope="module")
def chrome(app: Served) -> Iterator[Browser]:
    """Opened after the app: while it is open, no other loop may run."""
    with chromium() as open_browser:
        yield open_browser


@pytest.fixture
def browser(app: Served, chrome: Browser) -> Iterator[BrowserContext]:
    """Somebody's browser, in which nobody is signed in."""
    with _browser(app, chrome) as context:
        yield context


@pytest.fixture(scope="module")
def reader(app: Served, chrome: Browser) -> Iterator[BrowserContext]:
    """The browser of one who may read."""
    with _browser(app, chrome) as context:
        came_as("reader", context, "/label")
        yield context


@pytest.fixture(scope="module")
def analyst(app: Served, chrome: Browser) -> Iterator[BrowserContext]:
    """The browser of one who may write as well."""
    with _browser(app, chrome) as context:
        came_as("analyst", context, "/sources")
        yield context


def _browser(app: Served, chrome: Browser) -> BrowserContext:
    return chrome.new_context(base_url=app.url, locale="en-GB")


def came_as(name: str, browser: BrowserContext, where: str) -> Page:
    """Ask for ``where``, sign in, and see it."""
    page = browser.new_page()
    page.goto(where)
    sign_in(page, name)
    drawn(page)
    return page


def words(page: Page) -> list[str]:
    return page.locator("body").inner_text().split("\n\n")


def test_a_stranger_sees_a_sentence_and_nothing_is_asked_of_the_database(
    browser: BrowserContext, database: Database[dict[str, Any]]
) -> None:
    page, sockets = browser.new_page(), list[WebSocket]()
    page.on("websocket", partial(list.append, sockets))
    database.command("profile", 2)

    for name in PAGES:
        page.goto(path(name))
        assert words(page) == ["Kayfiyat", INVITED, "Sign in"]

    database.command("profile", 0)
    assert database["system.profile"].count_documents({"op": {"$ne": "command"}}) == 0
    assert sockets == []


@pytest.mark.parametrize("name", ["stranger", "unverified"])
def test_who_is_not_on_the_list_or_not_verified_is_turned_away(
    browser: BrowserContext, name: str
) -> None:
    page = browser.new_page()
    page.goto("/voices")
    sign_in(page, name)

    expect(page.get_by_text(NOT_AMONG)).to_be_visible()
    assert words(page) == ["Kayfiyat", NOT_AMONG, "Sign out"]


def test_a_stranger_reaches_nothing_behind_the_page(app: Served) -> None:
    inner = ["stream", "host-config", "metrics", "upload_file/session/file"]
    paths = [f"/_stcore/{each}" for each in inner]
    paths += ["/media/0.csv", "/static/index.html", "/component/x/index.html"]

    assert {each: app.asked("GET", each)[0] for each in paths} == dict.fromkeys(
        paths, 403
    )
    assert app.asked("PUT", "/_stcore/upload_file/a/b")[0] == 403
    assert app.asked("GET", "/_stcore/health") == (200, "ok")


def test_a_stranger_opens_no_socket(app: Served) -> None:
    address = f"127.0.0.1:{app.port}"

    assert app.socket_asked() == 403
    assert app.socket_asked(Origin=app.url) == 403
    assert app.socket_asked(Cookie="_streamlit_user=forged") == 403
    # Starlette's own idea of the path has the Host header in it.
    assert app.socket_asked(Host=f"{address}/_stcore/health?") in {400, 403}


def test_a_reader_sees_the_pages_and_no_control_that_writes(
    reader: BrowserContext,
) -> None:
    page = reader.new_page()

    for name in ("label", "sources"):
        page.goto(path(name))
        drawn(page)
        for label in WRITING:
            expect(page.get_by_role("button", name=label, exact=True)).to_have_count(0)
        expect(page.locator("input[type=file]")).to_have_count(0)
    expect(
        page.get_by_text("to change sources and events is for analysts")
    ).to_have_count(1)


def test_what_an_analyst_sends_does_nothing_in_a_readers_name(
    analyst: BrowserContext, reader: BrowserContext, database: Database[dict[str, Any]]
) -> None:
    page = analyst.new_page()
    frame = _of_an_event(page)
    assert [event.title for event in all_events(database)] == ["Tariflar oshdi"]
    database.events.delete_many({})

    replayed(reader.pages[0], frame)
    assert list(all_events(database)) == []

    replayed(page, frame)
    assert [event.title for event in all_events(database)] == ["Tariflar oshdi"]


def test_a_file_is_taken_from_an_analyst_alone(
    analyst: BrowserContext, reader: BrowserContext, browser: BrowserContext
) -> None:
    page = analyst.pages[0]
    with page.expect_request(lambda request: request.method == "PUT") as put:
        page.locator("input[type=file]").set_input_files(
            {"name": "a.csv", "mimeType": "text/csv", "buffer": b"at,text,author,id\n"}
        )

    assert _put_again(analyst, put.value) == 204
    assert _put_again(reader, put.value) == 403
    assert _put_again(browser, put.value) == 403


def test_a_link_opens_its_page_with_its_filters_after_the_sign_in(
    browser: BrowserContext,
) -> None:
    page = browser.new_page()
    page.goto("/reforms?by=month&lang=ru")
    assert page.locator("html").get_attribute("lang") == "ru"

    sign_in(page, "reader")
    drawn(page)

    expect(page.locator("h1")).to_have_text("Все реформы")
    at = urlsplit(page.url)
    assert at.path == "/reforms"
    assert parse_qs(at.query) == {"by": ["month"], "lang": ["ru"]}


def test_a_sign_in_never_leads_out_of_the_app(
    browser: BrowserContext, app: Served
) -> None:
    page = browser.new_page()
    page.goto("/sign-in?to=//evil.example/")
    page.get_by_role("button", name="reader", exact=True).click()

    expect(page).to_have_url(f"{app.url}/")


def test_who_signs_out_is_out_in_every_window_and_so_is_their_cookie(
    browser: BrowserContext, app: Served, chrome: Browser
) -> None:
    page = came_as("reader", browser, "/label")
    other = browser.new_page()
    other.goto("/label")
    drawn(other)
    kept = browser.cookies()

    with app.socket(kept) as socket:
        page.get_by_role("button", name="Sign out").click()
        page.locator("form button").click()  # the provider asks again
        expect(page.get_by_text(INVITED)).to_be_visible()
        assert closed(socket) == POLICY

    expect(other.get_by_text(INVITED)).to_be_visible()
    assert "_streamlit_user" not in {cookie["name"] for cookie in browser.cookies()}
    with _browser(app, chrome) as thief:
        thief.add_cookies(
            [{"name": k["name"], "value": k["value"], "url": app.url} for k in kept]
        )
        page = thief.new_page()
        page.goto("/label")
        assert INVITED in words(page)


def _of_an_event(page: Page) -> str:
    """Add an event, and hand back what the browser sent for it."""
    sent: list[bytes] = []

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", partial(list.append, sent))

    page.on("websocket", opened)
    page.goto("/sources")
    drawn(page)
    page.get_by_label("What happened").fill("Tariflar oshdi")
    page.get_by_role("button", name="Add event").click()
    expect(page.get_by_text("Added: it stands in the charts now.")).to_be_visible()
    pressed = next(frame for frame in sent if b"FormSubmitter:event" in frame)
    return b64encode(pressed).decode()


def _put_again(browser: BrowserContext, put: Request) -> int:
    """The answer to the same file, sent to the same session, in another's name."""
    xsrf = {cookie["name"]: cookie["value"] for cookie in browser.cookies()}
    headers = {"X-Xsrftoken": xsrf.get("_streamlit_xsrf", "")}
    file = FilePayload(name="a.csv", mimeType="text/csv", buffer=b"at,text\n")
    return browser.request.put(
        put.url, headers=headers, multipart={"file": file}
    ).status
