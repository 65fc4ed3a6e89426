"""Run a piece of the program with an end set by the kernel to its time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

SECONDS = 20
"""Of processor time. What is refused at once takes two, most of them to begin."""

MEMORY = 2 << 30


def ended(code: str, *arguments: str) -> str:
    """What the program wrote. Fails if it had to be ended."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        preexec_fn=_bounded,
        text=True,
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-500:])
    return done.stdout.strip()


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
