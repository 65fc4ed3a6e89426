"""The pages, ready to be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store.clients import Database, Document
from tests.digest.site.served import Site, site_over


@pytest.fixture
async def site(database: Database[Document]) -> AsyncIterator[Site]:
    async with site_over(database) as made:
        yield made
