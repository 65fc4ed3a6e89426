"""The retrievers that the settings call for, with the connections that they need."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

from domain.settings import Settings
from domain.sources import Kind
from listener.feed_pass import Feeds
from listener.fetching import fetcher
from listener.page_pass import Pages
from listener.pages.presets import described
from listener.retrieving import Retriever
from listener.telegram.channels import TelegramChannels
from listener.telegram.client import telegram
from listener.web_channels import WebChannels
from listener.youtube_pass import YouTube
from store.arrivals import Arrivals
from store.following import Following


@asynccontextmanager
async def retrievers(  # noqa: PLR0913
    settings: Settings,
    arrivals: Arrivals,
    following: Following,
    data_dir: Path,
    *,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
    stop: asyncio.Event,
) -> AsyncIterator[Mapping[Kind, Retriever]]:
    """By the kind that each reads; their connections are closed at the end.

    Raises ConfigError if another process holds the Telegram session, or if a page's
    description cannot be followed.
    """
    for one in settings.sources:
        if one.kind is Kind.PAGE:
            described(one.as_source())
    async with AsyncExitStack() as opened:
        pages = await opened.enter_async_context(
            fetcher(settings.listener, clock=clock, chance=chance, stop=stop)
        )
        found: dict[Kind, Retriever] = {
            Kind.TELEGRAM_WEB: WebChannels(
                settings.listener, arrivals, pages, clock=clock
            ),
            Kind.FEED: Feeds(settings.listener, arrivals, pages, clock=clock),
            Kind.PAGE: Pages(settings.listener, arrivals, pages, clock=clock),
            Kind.YOUTUBE: YouTube(settings, arrivals, following, pages, clock=clock),
        }
        if any(source.kind is Kind.TELEGRAM for source in settings.sources):
            connection = await opened.enter_async_context(
                telegram(settings, data_dir, clock=clock, stop=stop)
            )
            found[Kind.TELEGRAM] = TelegramChannels(
                settings, arrivals, following, connection, clock=clock
            )
        yield found
