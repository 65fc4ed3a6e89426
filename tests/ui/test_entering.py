"""Who is let in at the door, and where a sign-in leads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sign_in import Role
from ui.entering import Answer, answer, landing

INNER = ("/_stcore/stream", "/_stcore/metrics", "/media/a.csv", "/static/index.js")


@pytest.mark.parametrize("path", ["/", "/voices", "/favicon.png", "/no/such/page"])
def test_a_stranger_is_asked_to_sign_in(path: str) -> None:
    assert answer(path, role=None, signed_in=False) is Answer.ASK
    assert answer(path, role=None, signed_in=True) is Answer.TURN_AWAY


@pytest.mark.parametrize("path", INNER)
def test_what_a_page_is_made_of_is_for_those_on_the_list(path: str) -> None:
    assert answer(path, role=None, signed_in=False) is Answer.REFUSE
    assert answer(path, role=None, signed_in=True) is Answer.REFUSE
    assert answer(path, role=Role.READER, signed_in=True) is Answer.ENTER


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/auth/login", "/auth/logout", "/oauth2callback"]
)
def test_the_way_to_the_provider_and_back_is_open(path: str) -> None:
    assert answer(path, role=None, signed_in=False) is Answer.ENTER


def test_files_are_taken_from_analysts() -> None:
    path = "/_stcore/upload_file/session/file"

    assert answer(path, role=None, signed_in=False) is Answer.REFUSE
    assert answer(path, role=Role.READER, signed_in=True) is Answer.REFUSE
    assert answer(path, role=Role.ANALYST, signed_in=True) is Answer.ENTER


def test_who_asked_for_a_page_is_led_there_once_they_may_see_it() -> None:
    def first_page(role: Role | None) -> Answer:
        return answer("/", role=role, signed_in=True, returning=True)

    assert first_page(Role.READER) is Answer.RETURN
    assert first_page(None) is Answer.TURN_AWAY
    assert answer("/voices", role=Role.READER, signed_in=True, returning=True) is (
        Answer.ENTER
    )


@pytest.mark.parametrize(
    "address, lands",
    [
        ("/", "/"),
        ("/voices", "/voices"),
        ("/reforms?by=month&lang=ru", "/reforms?by=month&lang=ru"),
        ("/reforms?reform=", "/reforms?reform="),
        ("/voices?q=narx oshdi", "/voices?q=narx+oshdi"),
        ("/voices?q=<b>\r\nSet-Cookie: a", "/voices?q=%3Cb%3E%0D%0ASet-Cookie%3A+a"),
        ("/mood?" + "q=narx&" * 1000, "/mood"),
    ],
)
def test_a_page_is_found_again_with_its_filters(address: str, lands: str) -> None:
    assert landing(address) == lands


@pytest.mark.parametrize(
    "address",
    [
        *("", "voices", "//evil.example", "/\\evil.example", "https://evil.example/"),
        *("/sign-in", "/auth/login", "/voices/../..", "/voices\n", "/%2f%2fevil", "/ "),
        "javascript:alert(1)",
    ],
)
def test_what_is_no_page_of_ours_leads_to_the_first(address: str) -> None:
    assert landing(address) == "/"


@given(st.text())
def test_whatever_was_asked_for_lies_in_the_app(address: str) -> None:
    lands = landing(address)

    assert lands.startswith("/")
    assert lands[1:2] not in {"/", "\\"}
    assert lands.isascii()
    assert lands.isprintable()
    assert landing(lands) == lands
