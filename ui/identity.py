"""What Streamlit itself knows of a sign-in: its cookie, its way there, its way out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import get_cookie_with_chunks
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME


def claims(cookies: Mapping[str, str]) -> Mapping[str, Any] | None:
    """What the provider said of the person; None if nobody is signed in."""
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    told = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or "{}")
    return told if told.get("is_logged_in") is True else None


def sign_in_of(cookies: Mapping[str, str]) -> str:
    """What tells one sign-in from another, of the same person too.

    It is what was signed, not the signature: that is good in several spellings
    (base64), and by another one a sign-in that is over would seem new.
    """
    signed, _dot, _signature = cookies.get(USER_COOKIE_NAME, "").rpartition(".")
    return signed


def way_in() -> str:
    """Where the provider is asked; good for minutes."""
    return generate_login_redirect_url("default")


def way_out(to: str) -> bytes:
    """What makes an open window leave what it shows, and go to ``to``."""
    told = ForwardMsg()
    told.auth_redirect.url = to
    written: bytes = told.SerializeToString()
    return written
