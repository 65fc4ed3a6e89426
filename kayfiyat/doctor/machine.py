"""The machine: its Python, its disk, its clock."""

from __future__ import annotations

import platform
import shutil
import sys
from datetime import timedelta
from pathlib import Path

from kayfiyat.doctor.findings import Finding, ok, warning, wrong
from kayfiyat.doctor.world import World

OLDEST_PYTHON = (3, 11)

WITH_MONGOD = ("Linux", "x86_64")
"""Where a mongod comes with the program."""

GB = 1_000_000_000
LITTLE, TOO_LITTLE = 5 * GB, 1 * GB
"""Bytes free: MongoDB ends itself when it cannot write its journal."""

APART = timedelta(seconds=5)
"""So far two clocks may differ: claims and leases are told by them."""


def python(world: World) -> Finding:
    uri = bool(world.settings and world.settings.mongodb.uri)
    machine = (platform.system(), platform.machine())
    return of_python(sys.version_info[:3], machine, uri=uri)


def of_python(
    version: tuple[int, int, int], machine: tuple[str, str], *, uri: bool
) -> Finding:
    """``uri``: a MongoDB is named, so that none needs to come with the program."""
    said = f"Python {'.'.join(map(str, version))} on {' '.join(machine)}"
    if version < OLDEST_PYTHON:
        return wrong(said, "install Python 3.11 or newer and make install again")
    if machine != WITH_MONGOD and not uri:
        mend = "install MongoDB 6 or newer, or set MONGODB_URI to one of yours"
        return warning(f"{said}: no mongod comes with the program here", mend)
    return ok(said)


def disk(world: World) -> Finding:
    path = nearest(world.data_dir)
    return of_disk(shutil.disk_usage(path).free, f"at {path}")


def of_disk(free: int, where: str) -> Finding:
    said = f"{free / GB:,.1f} GB free {where}"
    if free < TOO_LITTLE:
        return wrong(said, "make room: MongoDB ends itself when the disk is full")
    if free < LITTLE:
        return warning(said, "make room before it is full (docs/scale.md: how much)")
    return ok(said)


def of_clock(ahead: timedelta, whose: str) -> Finding:
    """``ahead``: by how much our clock is ahead of another."""
    seconds = ahead.total_seconds()
    if abs(ahead) <= APART:
        return ok(f"ours and {whose} agree within {APART.seconds} seconds")
    side = "ahead of" if seconds > 0 else "behind"
    said = f"ours is {abs(seconds):,.0f} seconds {side} {whose}"
    return warning(said, "let both keep time by NTP: `timedatectl set-ntp true`")


def nearest(path: Path) -> Path:
    """``path``, or the folder above it that is there."""
    whole = path.absolute()
    return next(each for each in (whole, *whole.parents) if each.exists())
