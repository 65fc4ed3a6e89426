"""A program is told by HTTP, once, in a way that it can trust."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from digest.alerting import webhook
from digest.alerting.alerts import Unseen, dumped
from digest.mail.answers import Doubt, Later, Outcome, Refused, Sent
from kayfiyat.ports import free_port
from tests.digest.alerting.examples import NOW, TODAY, fell

SECRET = "a secret: ўзбек"
FACTS = dumped(Unseen("telegram_web:kunuz", NOW - timedelta(hours=9), "blocked", TODAY))


@dataclass
class Receiver:
    """A program that is told. It answers with ``status``, after a while or never."""

    url: str = ""
    status: int = 200
    hangs: bool = False
    heard: list[tuple[Any, bytes]] = field(default_factory=list)
    led_astray: int = 0

    async def told(self, request: web.Request) -> web.Response:
        self.heard.append((request.headers, await request.read()))
        if self.hangs:
            await asyncio.Event().wait()
        return web.Response(status=self.status, headers={"Location": "/inside"})

    async def broken(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def inside(self, _request: web.Request) -> web.Response:
        self.led_astray += 1
        return web.Response()

    def has_signed(self, secret: str) -> bool:
        """As a receiver looks: the body as it came, and the secret that both know."""
        [(headers, body)] = self.heard
        code = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(headers[webhook.SIGNATURE], f"sha256={code}")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made, app = Receiver(), web.Application()
    app.router.add_post("/hook", made.told)
    app.router.add_post("/broken", made.broken)
    app.router.add_route("*", "/inside", made.inside)
    async with TestServer(app) as server:
        made.url = str(server.make_url("/hook"))
        yield made


async def post(url: str, facts: str = FACTS, **more: Any) -> Outcome:
    return await webhook.post(url, facts, id_="<1@x>", secret=SECRET, **more)


async def test_it_gets_the_facts_as_json_signed_and_named(receiver: Receiver) -> None:
    assert await post(receiver.url) == Sent("200")

    [(headers, body)] = receiver.heard
    assert json.loads(body) == {
        "source": "telegram_web:kunuz",
        "since_at": "2026-03-19T00:00:00Z",
        "reason": "blocked",
        "day": "2026-03-19",
        "synthetic": False,
    }
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "<1@x>"
    assert receiver.has_signed(SECRET)
    assert not receiver.has_signed("another secret")


async def test_a_move_is_told_with_its_interval_and_titles(receiver: Receiver) -> None:
    await post(receiver.url, dumped(fell()))

    [(_, body)] = receiver.heard
    told = json.loads(body)
    assert told["reform"] == "energy"
    assert told["titles"]["ru"] == "Тарифы"
    assert told["change"]["high"] < 0
    assert told["now"]["low"] < told["now"]["mood"] < told["now"]["high"]


async def test_without_a_secret_there_is_no_signature(receiver: Receiver) -> None:
    await webhook.post(receiver.url, FACTS, id_="<1@x>", secret="")

    [(headers, _)] = receiver.heard
    assert webhook.SIGNATURE not in headers


@pytest.mark.parametrize(
    "status, outcome",
    [
        (200, Sent), (202, Sent), (204, Sent),
        (301, Refused), (302, Refused), (307, Refused), (308, Refused),
        (400, Refused), (401, Refused), (404, Refused), (410, Refused),
        (408, Later), (425, Later), (429, Later),
        (500, Later), (502, Later), (503, Later),
    ],
)  # fmt: skip
async def test_what_it_answers_is_what_became_of_it(
    receiver: Receiver, status: int, outcome: type[Outcome]
) -> None:
    receiver.status = status

    assert type(await post(receiver.url)) is outcome
    assert len(receiver.heard) == 1
    assert receiver.led_astray == 0


async def test_one_that_does_not_answer_in_time_may_have_heard(
    receiver: Receiver,
) -> None:
    receiver.hangs = True

    assert type(await post(receiver.url, patience=0.3)) is Doubt
    assert len(receiver.heard) == 1


async def test_one_that_breaks_off_may_have_heard(receiver: Receiver) -> None:
    outcome = await post(receiver.url.replace("/hook", "/broken"))

    assert type(outcome) is Doubt


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "https://127.0.0.1:0/"])
async def test_one_that_is_not_there_has_heard_nothing(url: str) -> None:
    assert type(await post(url.format(port=free_port()))) is Later


async def test_one_without_tls_where_it_is_demanded_has_heard_nothing(
    receiver: Receiver,
) -> None:
    outcome = await post(receiver.url.replace("http:", "https:"))

    assert type(outcome) is Later
    assert receiver.heard == []


async def test_no_reason_tells_the_address_of_the_webhook(receiver: Receiver) -> None:
    """It may hold a token, and reasons are logged and kept."""
    receiver.status = 500
    outcomes = [
        await post(f"{receiver.url}?token=t0ken"),
        await post(f"http://127.0.0.1:{free_port()}/t0ken"),
    ]

    assert not any("t0ken" in str(each) or "127" in str(each) for each in outcomes)
