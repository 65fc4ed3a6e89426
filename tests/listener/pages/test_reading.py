"""Pages that lie, and what is made of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from domain.pages import CommentsAt, Form, PageAt
from listener.markup import decoded
from listener.pages.nodes import root
from listener.pages.reading import comments_in, next_in, posts_in
from listener.pages.whole import Found, body_of, found_in, reading_of

NOW = datetime(2026, 5, 10, 12, tzinfo=UTC)
CARDS = PageAt(posts="li", title=("b",), link=("a@href",), time=("time",))


def read(text: str | bytes, page: PageAt = CARDS) -> Found:
    body = text if isinstance(text, bytes) else text.encode()
    reading = reading_of(page, "s", "https://site.uz/uz/", NOW)
    return found_in(body_of(body), page, reading)


@pytest.mark.parametrize(
    "href, url",
    [
        ("/a", "https://site.uz/a"),
        ("a", "https://site.uz/uz/a"),
        ("//other.uz/a", "https://other.uz/a"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[broken", None),
    ],
)
def test_only_addresses_of_pages_are_kept(href: str, url: str | None) -> None:
    (post,) = read(f"<li><b>Xabar</b><a href='{href}'>o'qish</a></li>").posts

    assert post.url == url


def test_the_same_entry_in_two_blocks_is_one_post() -> None:
    one = "<li><b>Xabar</b><a href='/a/12345'></a></li>"

    assert len(read(f"<ul>{one}</ul><ul class=top>{one}</ul>").posts) == 1


def test_an_id_stays_the_same_in_another_language_of_the_site() -> None:
    uz, ru = (
        read(f"<li><b>Xabar</b><a href='/{one}/lists/view/8123'></a></li>").posts[0].id
        for one in ("uz", "ru")
    )

    assert uz == ru == "page:s:8123"


def test_an_element_without_words_is_no_post() -> None:
    assert not read("<li><a href='/a'></a></li><li></li>").posts


@pytest.mark.parametrize(
    "charset, header, meta",
    [
        ("utf-8", "text/html; charset=windows-1251", ""),
        ("utf-8", "text/html", "koi8-r"),
        ("windows-1251", "text/html; charset=windows-1251", ""),
        ("windows-1251", "text/html; charset=utf-8", ""),
        ("windows-1251", "text/html", ""),
        ("koi8-r", "text/html; charset=KOI8-R", ""),
        ("koi8-r", "text/html", "koi8-r"),
        ("utf-8", "text/html; charset=no-such", "nonsense"),
    ],
)
def test_a_charset_is_found_behind_the_lies(
    charset: str, header: str, meta: str
) -> None:
    page = f'<meta charset="{meta}"><p>Янги тариф</p>'

    assert "Янги тариф" in decoded(page.encode(charset), header)


@pytest.mark.parametrize("body", ["", "null", "[]", "{", "[" * 5_000, '"a"', "nan"])
def test_an_answer_that_is_no_data_holds_nothing(body: str) -> None:
    page = PageAt(form=Form.JSON, posts="$..[?@.title]", title=("title",))

    assert not read(body, page).posts


def test_scripts_and_styles_are_not_words() -> None:
    page = "<li><b>Xabar<script>alert(1)</script><style>b{}</style></b></li>"

    assert read(page).posts[0].text == "Xabar"


@pytest.mark.parametrize(
    "place, total",
    [("1 234 izoh", 1234), ("Izohlar (17)", 17), ("—", None), ("0", 0)],
)
def test_a_total_is_read_out_of_its_words(place: str, total: int | None) -> None:
    page = PageAt(posts="li", title=("b",), total=("i",))

    (post,) = read(f"<li><b>Xabar</b><i>{place}</i></li>", page).posts

    assert post.comment_total == total


COMMENTS = CommentsAt(
    each=".c", id=("@id",), author=("b",), time=("time",), text=("p",)
)


@pytest.mark.parametrize(
    "template",
    [
        '<div class="c" id="comment-{{id}}"><b>{{name}}</b><p>{{text}}</p></div>',
        '<div class="c"><b>${author}</b><p>Matn</p></div>',
        '<div class="c"><b><%= name %></b><p>Matn</p></div>',
        '<div class="c" hidden><b></b><p></p></div>',
    ],
)
def test_a_template_is_no_comment(template: str) -> None:
    reading = reading_of(CARDS, "s", "", NOW)
    real = '<div class="c" id="c1"><b>Ali</b><p>Narx {ikki} baravar</p></div>'

    found = comments_in(
        root((template + real).encode(), "", Form.HTML), COMMENTS, "page:s:1", reading
    )

    assert [one.text for one in found] == ["Narx {ikki} baravar"]


def test_comments_without_ids_keep_theirs_when_read_again() -> None:
    page = "<div class=c><b>Ali</b><time>01.05.2026 10:00</time><p>{}</p></div>"
    both = page.format("Bir") + page.format("Ikki") + page.format("Bir")

    first, again = (
        comments_in(
            root(both.encode(), "", Form.HTML),
            COMMENTS,
            "page:s:1",
            reading_of(CARDS, "s", "", at),
        )
        for at in (NOW, NOW.replace(day=11))
    )

    assert [one.id for one in first] == [one.id for one in again]
    assert len(first) == 2


def test_the_same_number_under_two_posts_is_two_comments() -> None:
    page = root(b"<div class=c id=c1><p>Gap</p></div>", "", Form.HTML)
    reading = reading_of(CARDS, "s", "", NOW)

    ids = {
        comments_in(page, COMMENTS, post, reading)[0].id
        for post in ("page:s:1", "page:s:2")
    }

    assert len(ids) == 2


def test_the_next_page_is_relative_to_this_one() -> None:
    page = root(b"<a rel=next href='?page=2'>", "", Form.HTML)

    assert next_in(page, ("a[rel=next]@href",), "https://s.uz/n?page=1") == (
        "https://s.uz/n?page=2"
    )
    assert next_in(page, ("a.none@href",), "https://s.uz/") is None


def test_what_lies_in_data_is_text_whatever_its_type() -> None:
    answer = {"data": [{"t": 12.5}, {"t": True}, {"t": None}, {"t": {"a": 1}}]}
    page = PageAt(form=Form.JSON, posts="$.data[*]", title=("t",))

    found = posts_in(
        root(json.dumps(answer).encode(), "", Form.JSON),
        page,
        reading_of(page, "s", "", NOW),
    )

    assert [one.text for one in found] == ["12.5", "true"]
