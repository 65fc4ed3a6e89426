"""The settings of listening: how politely, and what its kinds of source need."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramSettings(_Section):
    """The ``telegram`` kind, off until ``api_id`` and ``api_hash`` are given.

    ``session`` and ``public_key`` are files, sought in the data directory. Times
    are in seconds: ``pause`` lies between two requests of the account; a chat is
    asked again after ``at_least`` if it is busy, ``listener.every`` if it is not.
    """

    api_id: int = 0
    api_hash: str = ""
    api_hash_file: str = ""
    session: str = "telegram.session"
    server: str = ""
    public_key: str = ""
    pause: float = Field(1.0, ge=0)
    at_least: float = Field(5.0, gt=0)
    backfill: Literal["newest", "oldest"] = "newest"


class YouTubeSettings(_Section):
    """The ``youtube`` kind, off until ``key`` is given. ``quota`` is units a day."""

    key: str = ""
    key_file: str = ""
    base: str = "https://www.googleapis.com/youtube/v3"
    quota: int = Field(10_000, ge=0)


class ListenerSettings(_Section):
    """How politely and how often we read (P7). Times are in seconds.

    A listener that is not heard of for ``lease`` is dead: others take over.
    """

    contact: str = ""
    pause: float = Field(2.5, ge=0)
    jitter: float = Field(1.0, ge=0)
    timeout: float = Field(30.0, gt=0)
    every: float = Field(300.0, gt=0)
    lease: float = Field(30.0, ge=1, le=55)
    refresh_days: int = Field(7, ge=0)
    max_bytes: int = Field(8_000_000, gt=0)
    private_addresses: bool = False
    health_address: str = "127.0.0.1"
    health_port: int = Field(0, ge=0, le=65535)
