"""What Streamlit's cookie tells of a sign-in."""

from __future__ import annotations

from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)

from ui.identity import sign_in_of

NAME, SECRET = "_streamlit_user", "a secret of thirty-two characters"


def cookie(value: str = '{"is_logged_in": true}') -> str:
    return create_signed_value(SECRET, NAME, value).decode()


def test_another_spelling_of_a_cookie_is_the_same_sign_in() -> None:
    """Otherwise a copy would open again what its owner has signed out of."""
    told = cookie()
    respelled = told + "~~"

    assert decode_signed_value(SECRET, NAME, respelled)
    assert sign_in_of({NAME: respelled}) == sign_in_of({NAME: told}) != ""


def test_sign_ins_of_two_are_two() -> None:
    ali, vali = (cookie(f'{{"email": "{each}"}}') for each in ("ali", "vali"))

    assert sign_in_of({NAME: ali}) != sign_in_of({NAME: vali})
    assert sign_in_of({}) == ""
