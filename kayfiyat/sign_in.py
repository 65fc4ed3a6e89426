"""Write Streamlit's secrets file for the sign-in, where only its owner reads it."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from domain.errors import ConfigError
from domain.secret_files import secret_in
from domain.sign_in import AuthSettings

FOLDER = "sign-in"
COOKIE, FILE = "cookie.key", "secrets.toml"


def secrets_file(
    auth: AuthSettings, data_dir: Path, environment: Mapping[str, str]
) -> Path | None:
    """The file, written anew; None without sign-in.

    The key of the cookies is made once, so that a restart signs nobody out. Raises
    ConfigError if the client's secret is not where the settings say.
    """
    folder = data_dir / FOLDER
    if not auth.on:
        (folder / FILE).unlink(missing_ok=True)
        return None
    if find_spec("authlib") is None:
        raise ConfigError(
            "sign-in needs the package Authlib; install `streamlit[auth]`"
        )
    secret = client_secret(auth, environment)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(folder / FILE, secrets_toml(auth, secret, _cookie_key(folder / COOKIE)))
    return folder / FILE


def client_secret(auth: AuthSettings, environment: Mapping[str, str]) -> str:
    """The secret that the provider gave, from where the settings say."""
    if auth.client_secret_file:
        found = secret_in(auth.client_secret_file, named="auth.client_secret_file")
        where = f"the file {auth.client_secret_file} (auth.client_secret_file)"
    else:
        found = environment.get(auth.client_secret_env, "").strip()
        where = f"{auth.client_secret_env} in the environment"
    if not found:
        raise ConfigError(
            f"sign-in needs the client's secret, and there is none in {where}; put it "
            "there"
        )
    return found


def secrets_toml(auth: AuthSettings, secret: str, cookie_key: str) -> str:
    """The text of the file. Pure."""
    told = {
        "redirect_uri": auth.redirect_uri,
        "cookie_secret": cookie_key,
        "client_id": auth.client_id,
        "client_secret": secret,
        "server_metadata_url": auth.server_metadata_url,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in told.items()]
    asked = 'client_kwargs = { scope = "openid email" }'
    return "\n".join(["[auth]", *lines, asked, ""])


def _cookie_key(path: Path) -> str:
    if not path.exists():
        _write(path, secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def _write(path: Path, text: str) -> None:
    """Readable to its owner alone from its first moment on; never half."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(text)
    fresh.replace(path)
