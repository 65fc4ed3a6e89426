"""Links in mail: opening one changes nothing, and each serves one purpose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.readers.links import CONFIRM_WITHIN, Purpose
from digest.site.linked import token_of
from domain.subscribers import Standing, Wishes
from tests.digest.site.served import ADDRESSES, NOON, Site, everything, publish

ALI = "ali@example.uz"
ID = ADDRESSES.id_of(ALI)
WISHES = Wishes("uz", ("land_code",), alerts=True)


def token(site: Site, purpose: Purpose) -> str:
    return token_of(getattr(site.links, purpose)(ID))


def subscribed(site: Site) -> None:
    site.subscribers.ask(ID, ADDRESSES.seal(ALI), WISHES, now=NOON)
    site.subscribers.confirm(ID, now=NOON)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_opening_any_page_changes_nothing(site: Site, method: str) -> None:
    publish(site.database)
    subscribed(site)
    site.subscribers.ask("cd" * 32, ADDRESSES.seal("b@example.uz"), WISHES, now=NOON)
    before = everything(site.database)

    links = [token(site, each) for each in Purpose]
    pages = ["/", "/subscribe", "/letters", "/feed.atom", "/letters/2026-03-02"]
    pages += [f"/{path}?t={each}" for path in Purpose for each in links]
    pages += [site.links.confirm("cd" * 32), "/letters/2026-03-02/x.png", "/nothing"]
    for page in pages:
        await site.ask(method, page)

    assert everything(site.database) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", Purpose)
@pytest.mark.parametrize("purpose", Purpose)
async def test_a_link_opens_its_own_page_alone(
    site: Site, purpose: Purpose, path: Purpose, method: str
) -> None:
    subscribed(site)
    before = everything(site.database)

    answer = await site.ask(method, f"/{path}?t={token(site, purpose)}")

    assert answer.status == (200 if purpose is path else 400)
    if purpose is not path:
        assert everything(site.database) == before


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", Purpose)
@pytest.mark.parametrize("bad", ["", "x", "%00", "a.b.c", "%D0%B0", "a" * 5_000])
async def test_a_link_that_we_did_not_sign_is_told_in_a_sentence(
    site: Site, path: Purpose, bad: str, method: str
) -> None:
    answer = await site.ask(method, f"/{path}?lang=en&t={bad}")

    assert answer.status == 400
    assert "This link does not work" in answer.text
    assert bad == "" or f"t={bad}" not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", Purpose)
async def test_a_changed_link_is_nobodys(
    site: Site, path: Purpose, method: str
) -> None:
    subscribed(site)
    good = token(site, path)
    changed = ("B" if good[3] == "A" else "A").join((good[:3], good[4:]))

    answer = await site.ask(method, f"/{path}?t={changed}")

    assert answer.status == 400
    assert site.subscribers.get(ID) is not None


async def test_confirming_ends_after_a_week(site: Site) -> None:
    site.subscribers.ask(ID, ADDRESSES.seal(ALI), WISHES, now=NOON)
    link = site.links.confirm(ID)
    site.clock[0] += CONFIRM_WITHIN + timedelta(seconds=2)

    assert (await site.post(link)).status == 400
    found = site.subscribers.get(ID)
    assert found is not None
    assert found.standing is Standing.ASKED


@pytest.mark.parametrize("path", [Purpose.CONFIRM, Purpose.PREFERENCES])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_link_of_a_reader_who_has_gone_leads_nowhere(
    site: Site, path: Purpose, method: str
) -> None:
    answer = await site.ask(method, f"/{path}?t={token(site, path)}")

    assert answer.status == 410
    assert everything(site.database)["subscribers"] == []


async def test_confirming_twice_is_once(site: Site) -> None:
    site.subscribers.ask(ID, ADDRESSES.seal(ALI), WISHES, now=NOON)
    link = site.links.confirm(ID)

    first, again = await site.post(link), await site.post(link)

    assert (first.status, again.status) == (200, 200)
    assert first.text == again.text


async def test_a_suspended_reader_proves_the_address_anew(site: Site) -> None:
    subscribed(site)
    site.subscribers.suspend(ID)

    await site.post(site.links.confirm(ID))

    found = site.subscribers.get(ID)
    assert found is not None
    assert found.standing is Standing.CONFIRMED


@pytest.mark.parametrize("kind", ["urlencoded", "multipart", "none", "large"])
async def test_one_click_of_a_mail_program_ends_it(site: Site, kind: str) -> None:
    """RFC 8058, 3.2: a POST, without cookies or sign-in, and no redirect."""
    subscribed(site)
    boundary = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
    body, headers = {
        "urlencoded": (
            b"List-Unsubscribe=One-Click",
            {"Content-Type": "application/x-www-form-urlencoded"},
        ),
        "multipart": (
            boundary + b"One-Click\r\n--b--\r\n",
            {"Content-Type": "multipart/form-data; boundary=b"},
        ),
        "none": (b"", {}),
        "large": (b"x" * 100_000, {"Content-Type": "text/plain"}),
    }[kind]

    answer = await site.ask(
        "POST",
        site.links.unsubscribe(ID),
        data=body,
        headers=headers,
        allow_redirects=False,
    )

    assert answer.status == 200
    assert "Set-Cookie" not in answer.headers
    assert site.subscribers.get(ID) is None


async def test_leaving_twice_gets_the_same_answer(site: Site) -> None:
    subscribed(site)
    link = f"{site.links.unsubscribe(ID)}&lang=en"

    first, again = await site.post(link), await site.post(link)

    assert first == again
    assert first.status == 200


async def test_the_language_is_the_readers_unless_the_address_names_another(
    site: Site,
) -> None:
    subscribed(site)
    link = site.links.preferences(ID)

    own = await site.get(link, **{"Accept-Language": "ru"})
    chosen = await site.get(f"{link}&lang=ru")

    assert '<html lang="uz">' in own.text
    assert '<html lang="ru">' in chosen.text


async def test_wishes_are_shown_as_they_are(site: Site) -> None:
    subscribed(site)

    shown = await site.get(f"{site.links.preferences(ID)}&lang=en")

    assert shown.text.count(" checked>") == 2
    assert 'value="uz" lang="uz" selected' in shown.text
    assert ALI not in shown.text
