"""Who can reach the app, and how they sign in."""

from __future__ import annotations

from importlib.util import find_spec

from domain.errors import ConfigError
from domain.sign_in import is_loopback
from kayfiyat.doctor.findings import Finding, ok, wrong
from kayfiyat.doctor.online import Answer, asked
from kayfiyat.doctor.world import World
from kayfiyat.sign_in import client_secret
from ui.launch import check

PROMISED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
"""OpenID Connect Discovery 1.0, 3: what a provider must tell."""


def reach(world: World) -> Finding:
    check(world.told)
    told = world.told
    if is_loopback(told.app.address) and not told.app.behind_proxy:
        return ok("this machine alone reaches the app")
    if told.auth.on:
        return ok(f"the app answers at {told.app.address}, to those who sign in")
    return ok("the settings state that this machine alone reaches the app")


def sign_in(world: World) -> Finding:
    auth = world.told.auth
    if not auth.on:
        return ok("off")
    if find_spec("authlib") is None:
        raise ConfigError(
            "sign-in needs the package Authlib; install `streamlit[auth]`"
        )
    client_secret(auth, world.environment)
    people = f"readers: {len(auth.readers)}, analysts: {len(auth.analysts)}"
    return ok(f"the client's secret is there; {people}")


def provider(world: World) -> Finding:
    auth = world.told.auth
    if not auth.on:
        return ok("sign-in is off")
    return of_provider(asked(auth.server_metadata_url), auth.server_metadata_url)


def of_provider(answer: Answer, url: str) -> Finding:
    told = answer.as_json()
    lacking = [name for name in PROMISED if not told.get(name)]
    mend = "give auth.server_metadata_url as the provider's documents have it"
    if answer.status != 200:
        return wrong(f"{url} answers {answer.status}", mend)
    if lacking:
        return wrong(f"{url} does not tell {', '.join(lacking)}", mend)
    return ok(f"the provider {told['issuer']} answers")
