"""Sitemaps as a way to find what a site publishes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from domain.errors import SourceError
from domain.periods import TASHKENT
from listener.pages.reading import Reading
from listener.sitemaps import dated, is_sitemap, sitemap_posts

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
HERE = Reading("kun", "https://kun.uz/sitemap.xml", NOW, TASHKENT)
NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://www.gazeta.uz/ru/2026/05/09/tarif/</loc>
 <news:news><news:publication><news:name>Газета</news:name></news:publication>
 <news:publication_date>2026-05-09T10:00:00+05:00</news:publication_date>
 <news:title>Новый &amp; старый тариф</news:title></news:news></url>
<url><loc>https://www.gazeta.uz/ru/2026/05/08/x/</loc><lastmod>2026-05-08</lastmod></url>
<url><loc>https://www.gazeta.uz/ru/2026/05/08/x/</loc></url>
<url><loc>javascript:alert(1)</loc></url><url></url></urlset>"""


def test_a_news_sitemap_has_times_and_titles() -> None:
    first, second = sitemap_posts(NEWS.encode(), HERE)

    assert first.text == "Новый & старый тариф"
    assert first.at == datetime(2026, 5, 9, 5, tzinfo=UTC)
    assert first.url == "https://www.gazeta.uz/ru/2026/05/09/tarif/"
    assert (second.text, second.at) == ("", datetime(2026, 5, 7, 19, tzinfo=UTC))


@pytest.mark.parametrize(
    "body, says",
    [
        (
            "<sitemapindex><loc>https://a.uz/1.xml</loc></sitemapindex>",
            "a list of sitemaps; use one of them: https://a.uz/1.xml",
        ),
        ("<urlset><url>", "no sitemap"),
        ("", "no sitemap"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>',
            "no sitemap",
        ),
    ],
)
def test_what_is_no_sitemap_is_one_sentence(body: str, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        sitemap_posts(body.encode(), HERE)


def test_a_sitemap_is_told_from_a_feed() -> None:
    assert is_sitemap(NEWS.encode())
    assert not is_sitemap(b"<rss></rss>")


def test_a_daily_sitemap_is_read_for_yesterday_and_today() -> None:
    url = "https://kun.uz/sitemap/site-map-news_day_{day}_year_{year}_month_{month}.xml"

    assert dated(url, date(2026, 6, 1)) == [
        "https://kun.uz/sitemap/site-map-news_day_31_year_2026_month_5.xml",
        "https://kun.uz/sitemap/site-map-news_day_1_year_2026_month_6.xml",
    ]


def test_a_weekly_sitemap_is_named_by_its_monday() -> None:
    url = "https://www.gazeta.uz/sitemap/materials-ru-{monday}.xml"

    assert dated(url, date(2026, 11, 24)) == [
        "https://www.gazeta.uz/sitemap/materials-ru-2026-11-23.xml"
    ]
    assert len(dated(url, date(2026, 11, 23))) == 2
    assert dated("https://a.uz/rss", date(2026, 11, 23)) == ["https://a.uz/rss"]
