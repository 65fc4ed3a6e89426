"""What the log says, line by line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

PROGRAM = """
import logging
import structlog
from kayfiyat import logs

logs.configure()
log = structlog.get_logger()
with structlog.contextvars.bound_contextvars(source="telegram:kun"):
    log.info("collected", comments=3)
    logging.getLogger("asyncio").error("Task was %s", "forgotten")
log.debug("details")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("aiohttp.server").exception("Error handling request")
"""


def logged() -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_each_line_is_an_event_that_programs_can_read() -> None:
    collected, forgotten, failed = logged()

    assert (collected["event"], collected["comments"]) == ("collected", 3)
    assert (collected["level"], forgotten["level"]) == ("info", "error")
    assert forgotten["event"] == "Task was forgotten"
    assert "ZeroDivisionError" in failed["exception"]


def test_the_source_that_is_bound_is_in_every_line_meanwhile() -> None:
    collected, forgotten, failed = logged()

    assert collected["source"] == forgotten["source"] == "telegram:kun"
    assert "source" not in failed
