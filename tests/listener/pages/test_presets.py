"""Each shipped preset reads the shape that it was made for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from domain.comments import FoundComment
from domain.errors import ConfigError
from domain.pages import CommentsAt, PageAt
from domain.sources import Kind, Source
from listener.pages.presets import described, presets, whole
from listener.pages.whole import Found, body_of, found_in, reading_of, recognised

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)


def read(preset: str, text: str, url: str = "https://site.uz/1") -> Found:
    page = whole(PageAt(preset=preset))
    return found_in(body_of(text.encode()), page, reading_of(page, "site", url, NOW))


def said(comments: Sequence[FoundComment]) -> list[tuple[str, str | None]]:
    """What each says, and the last part of the id of what it answers."""
    return [
        (one.text, one.reply_to.rpartition("-")[2] if one.reply_to else None)
        for one in comments
    ]


NEWS = {
    "id": 220001,
    "date": "2026-04-26 13:20:00",
    "title": "Tarif loyihasi",
    "anons": "<p>Kompensatsiya</p>",
    "views": 1200,
}


def test_gov_uz_by_its_interface() -> None:
    found = read("gov_uz_api", json.dumps({"data": [NEWS, {}], "total_page": 3}))

    (post,) = found.posts
    assert post.id == "page:site:220001"
    assert post.at == datetime(2026, 4, 26, 8, 20, tzinfo=UTC)
    assert post.text == "Tarif loyihasi\nKompensatsiya"
    assert post.views == 1200


def test_gov_uz_by_its_pages_with_the_link_that_is_given() -> None:
    rows = f'5:["$","div",null,{{"data":{json.dumps([NEWS])},"lang":"uz"}}]\n'
    cut = len(rows) // 2
    scripts = "".join(
        f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>"
        for piece in (rows[:cut], rows[cut:])
    )
    page = whole(
        PageAt(preset="gov_uz", link=("https://gov.uz/uz/imv/news/view/{id}",))
    )

    found = found_in(
        body_of(f"<html><body>{scripts}".encode()),
        page,
        reading_of(page, "imv", "https://gov.uz/uz/imv/news/news", NOW),
    )

    (post,) = found.posts
    assert post.url == "https://gov.uz/uz/imv/news/view/220001"
    assert post.text.startswith("Tarif loyihasi")


def test_president_uz_lists_by_its_links() -> None:
    found = read(
        "president_uz",
        """<nav><a href="/uz/lists/news">Yangiliklar</a></nav>
        <a href="/uz/lists/view/8123"><img><p>Sog'liqni saqlash</p>
        <span>01-05-2026</span></a>
        <a href="/uz/lists/view/8123"></a>""",
        "https://president.uz/uz/lists/news",
    )

    (post,) = found.posts
    assert post.id == "page:site:8123"
    assert post.url == "https://president.uz/uz/lists/view/8123"
    assert post.at == datetime(2026, 4, 30, 19, tzinfo=UTC)


def test_wordpress_counts_neither_pingbacks_nor_sidebars_nor_templates() -> None:
    found = read(
        "wordpress",
        """<article><h1 class="entry-title">Mavzu</h1></article>
        <aside class="widget"><ul><li class="comment"><div class="comment-content">
        Yonda</div></li></ul></aside>
        <ol class="comment-list">
        <li id="comment-1" class="comment bypostauthor"><article class="comment-body">
          <b class="fn">Ali</b><time datetime="2026-05-01T10:00:00+05:00"></time>
          <div class="comment-content"><p>Birinchi</p></div></article>
          <ol class="children"><li id="comment-2" class="comment">
            <article><b class="fn">Vali</b><div class="comment-content">Javob</div>
            </article></li></ol></li>
        <li id="comment-3" class="pingback"><div class="comment-content">Pingback</div>
        </li></ol>
        <template><li class="comment" id="comment-9">
        <div class="comment-content">shablon</div></li></template>""",
    )

    assert said(found.comments) == [("Birinchi", None), ("Javob", "1")]
    assert [one.official for one in found.comments] == [True, False]
    assert found.posts[0].text == "Mavzu"


def test_a_comment_without_words_does_not_take_those_of_its_answer() -> None:
    found = read(
        "vc",
        """<div class="comments__item" data-id="1"><time title="24.04.2018 12:29:19"
        ></time><div class="comments__item__text"></div>
        <div class="comments__item__children"><div class="comments__item" data-id="2">
        <time title="24.04.2018 12:30:19"></time>
        <div class="comments__item__text">Javob</div></div></div></div>""",
    )

    assert said(found.comments) == [("", None), ("Javob", "1")]


def test_best_comments_shown_twice_count_once() -> None:
    one = """<div class="comments__item" data-id="7"><time
    air-date-timestamp="1524562159"></time><p class="comments__item__text">Zo'r</p>
    </div>"""

    found = read("vc", f"<div class='top'>{one}</div><div class='all'>{one}</div>")

    assert said(found.comments) == [("Zo'r", None)]


def test_livejournal_by_its_page_and_by_its_thread() -> None:
    html = read(
        "livejournal",
        """<h1>Yozuv</h1><div id="ljcmt101">
        <span class="ljuser" lj:user="ali">ali</span>
        <span class="comment-date">2026-05-01 10:00:00</span>
        <div class="comment-text">Salom</div></div>
        <div id="ljcmt102" class="b-leaf-deleted"><div class="comment-text">yo'q</div>
        </div>""",
    )
    thread = read(
        "livejournal_thread",
        json.dumps(
            {
                "comments": [
                    {
                        "dtalkid": 101,
                        "parent": 0,
                        "uname": "ali",
                        "ctime_ts": 1777600000,
                        "article": "Salom<br/>hammaga",
                    },
                    {
                        "dtalkid": 102,
                        "parent": 101,
                        "dname": "vali",
                        "ctime_ts": 1777600100,
                        "article": "Rahmat",
                    },
                    {"dtalkid": 103, "deleted": 1},
                ]
            }
        ),
    )

    assert said(html.comments) == [("Salom", None)]
    assert html.comments[0].identity == "name:ali"
    assert said(thread.comments) == [("Salom\nhammaga", None), ("Rahmat", "101")]
    assert thread.comments[0].at == datetime.fromtimestamp(1777600000, UTC)


def test_disqus_without_what_was_deleted_or_is_spam() -> None:
    one = {"author": {"name": "Ali"}, "createdAt": "2026-05-01T10:00:00"}
    answer = [
        {"id": "5", "message": "<p>Salom</p>", "parent": None, **one},
        {"id": "6", "message": "Javob", "parent": 5, **one},
        {"id": "7", "message": "o'chgan", "isDeleted": True, **one},
        {"id": "8", "message": "reklama", "isSpam": True, **one},
    ]

    found = read("disqus", json.dumps({"code": 0, "response": answer}))

    assert said(found.comments) == [("Salom", None), ("Javob", "5")]
    assert found.comments[0].at == datetime(2026, 5, 1, 10, tzinfo=UTC)


def test_schema_org_in_the_markup() -> None:
    found = read(
        "schema_org",
        """<h1>Mavzu</h1><div itemprop="comment" itemscope id="c-4"
        itemtype="https://schema.org/Comment"><span itemprop="author" itemscope>
        <b itemprop="name">Ali</b></span><time itemprop="dateCreated"
        datetime="2026-05-01T10:00:00+05:00"></time><p itemprop="text">Salom</p>
        <div itemprop="comment" itemscope id="c-5"
        itemtype="https://schema.org/Comment"><p itemprop="text">Javob</p></div>
        </div>""",
    )

    assert said(found.comments) == [("Salom", None), ("Javob", "4")]
    assert found.comments[0].identity == "name:Ali"


def test_schema_org_in_a_script() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "Mavzu",
        "datePublished": "2026-05-01T09:00:00+05:00",
        "comment": [
            {
                "@type": "Comment",
                "@id": "#c1",
                "author": {"@type": "Person", "name": "Ali"},
                "dateCreated": "2026-05-01T10:00:00+05:00",
                "text": "Salom",
            },
            {
                "@type": "Comment",
                "@id": "#c2",
                "text": "Javob",
                "parentItem": {"@id": "#c1"},
            },
        ],
    }

    found = read(
        "schema_org_ld",
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        '<script type="application/ld+json">{broken</script>',
    )

    assert [one.text for one in found.comments] == ["Salom", "Javob"]
    assert found.comments[1].reply_to == found.comments[0].id
    assert found.posts[0].text == "Mavzu"


def test_the_preset_that_finds_most_comes_first() -> None:
    page = "<article><h1>M</h1><a href='/x'>x</a></article><ol>" + "".join(
        f"<li id='comment-{n}' class='comment'><p class='comment-content'>Gap {n}</p>"
        for n in range(3)
    )

    tried = recognised(body_of(page.encode()), "site", "https://site.uz/", NOW)

    assert next(iter(tried)) == "wordpress"
    assert len(tried["wordpress"].comments) == 3


def test_what_is_given_beside_a_preset_replaces_that_part() -> None:
    own = PageAt(preset="wordpress", comments=CommentsAt(author=("b",)))

    merged, shipped = whole(own), presets()["wordpress"]

    assert merged.comments is not None
    assert shipped.comments is not None
    assert merged.comments.author == ("b",)
    assert merged.comments.each == shipped.comments.each
    assert merged.article == shipped.article


@pytest.mark.parametrize(
    "page, mend",
    [
        (PageAt(preset="wordpres"), "no preset 'wordpres'; use one of gov_uz_api"),
        (PageAt(posts="a[["), r"'a\[\[' is no CSS selector"),
        (PageAt(form="json", posts="$.a["), r"'\$.a\[' is no JSONPath"),
        (PageAt(), "the description finds nothing"),
        (PageAt(comments=CommentsAt()), "comments.each is missing"),
    ],
)
def test_a_description_that_cannot_be_followed_is_refused(
    page: PageAt, mend: str
) -> None:
    source = Source(Kind.PAGE, "sayt", "https://site.uz/", page=page)

    with pytest.raises(ConfigError, match=f"page:sayt: {mend}"):
        described(source)


def test_every_shipped_preset_can_be_followed() -> None:
    for name in presets():
        assert whole(PageAt(preset=name))
