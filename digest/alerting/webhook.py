"""An alert for a program: JSON by HTTP POST, signed so that it can be trusted."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import aiohttp

from digest.mail.answers import Doubt, Later, Outcome, Refused, Sent

SIGNATURE = "X-Kayfiyat-Signature"
"""``sha256=`` and the HMAC of the body by the secret, as GitHub's webhooks have it."""

PATIENCE = 20.0
"""Seconds for all of it; a lease is longer."""

AGAIN = frozenset({408, 425, 429})
"""Statuses below 500 that ask for another try (RFC 9110, RFC 8470, RFC 6585)."""


async def post(
    url: str, facts: str, *, id_: str, secret: str, patience: float = PATIENCE
) -> Outcome:
    """Hand ``facts`` over once. ``id_`` is the same at every try, to tell doubles."""
    body = facts.encode()
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(patience)) as session,
            session.post(
                url,
                data=body,
                headers=headers(body, id_, secret),
                allow_redirects=False,
            ) as response,
        ):
            return outcome(response.status)
    except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
        return Later(f"the webhook cannot be reached: {type(error).__name__}")
    except (aiohttp.ClientError, TimeoutError) as error:
        return Doubt(f"the webhook did not answer: {type(error).__name__}")


def headers(body: bytes, id_: str, secret: str) -> Mapping[str, str]:
    """Those of a request; without a secret there is no signature."""
    told = {"Content-Type": "application/json", "Idempotency-Key": id_}
    if secret:
        told[SIGNATURE] = f"sha256={_signed(body, secret)}"
    return told


def outcome(status: int) -> Outcome:
    """What an answer means. A redirect is refused: it could lead to the inside."""
    if 200 <= status < 300:
        return Sent(f"{status}")
    if status in AGAIN or status >= 500:
        return Later(f"the webhook answered {status}")
    return Refused(f"the webhook answered {status}")


def _signed(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
