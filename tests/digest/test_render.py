"""The letter as HTML and as text, in four languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from digest.letter import CampaignLine, PageLine, WordLine
from digest.pictures import NATIONAL
from digest.render import PREFERENCES, UNSUBSCRIBE, WIDTH, edition
from domain.events import Event
from shown.speech import TONGUES, spoken
from tests.digest.kinds import AHEAD, CAMPAIGN, FEW, FULL, KINDS, many
from tests.digest.letters import WEEK, letter, reform
from tests.shown.messages import catalogues, foreign
from tests.shown.test_speech import PLACE, forms

FOREIGN = ("<script", "<svg", "<link", "<iframe", "data:", "@import", "url(", "onerror")
PNG = b"\x89PNG\r\n\x1a\n"
APP = "https://kayfiyat.example.uz"
SLY = '<img src="http://x" onerror=alert(1)> \u202e{evil} % ** & "co"'

MANY = letter([*range(-50, 10, 5)], synthetic=True, reforms=tuple(many(35)))
"""Of the catalogue's 34 reforms and one more, each with a long name."""


def told(markup: str) -> str:
    body: Any = LexborHTMLParser(markup).body
    return plainly(body.text(separator=" "))


def plainly(text: str) -> str:
    """``text`` in one line, with the usual spaces and hyphens."""
    return " ".join(text.translate({0xA0: " ", 0x2009: " ", 0x2011: "-"}).split())


def both(made: Any) -> tuple[str, str]:
    return told(made.html), plainly(made.text)


@pytest.mark.parametrize("name", KINDS)
def test_every_letter_opens_with_its_three_lines_in_both_forms(name: str) -> None:
    lines = ("What moved", "What did not", "How complete")

    for shown in both(edition(KINDS[name], "en")):
        at = [shown.index(line) for line in lines]
        assert at == sorted(at)


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("name", KINDS)
def test_the_text_has_the_numbers_of_the_html(name: str, tag: str) -> None:
    html, text = both(edition(KINDS[name], tag))
    scale = {"−60", "+60", "−20", "+20", "−40", "+40"}

    numbers = [set(re.findall(r"[+−]\d+|\d+%", shown)) for shown in (html, text)]

    assert numbers[0] - scale <= numbers[1]


def test_the_numbers_stand_in_the_letter_with_signs_and_intervals() -> None:
    for shown in both(edition(FULL, "en")):
        assert "−22 (−28 to −16)" in shown
        assert "On the week before: −38 (−46 to −30). Voices: 900." in shown
        assert "9 Mar 2026, 00:00, for 8 hours" in shown


def english(tag: str) -> Iterator[str]:
    """What no letter but the English one says: messages without their places."""
    tongue = TONGUES[tag]
    for page, messages in catalogues(tongue).items():
        if page in {"letter", "shared"}:
            for message in messages.values():
                if forms(message.id)[-1] not in forms(message.string):
                    pieces = PLACE.split(forms(message.id)[-1])
                    yield max(pieces, key=len).strip(" .:;,()%“”*")


@pytest.mark.parametrize("tag", [tongue.tag for tongue in foreign()])
@pytest.mark.parametrize("name", KINDS)
def test_every_letter_speaks_its_language_alone(name: str, tag: str) -> None:
    made = edition(KINDS[name], tag)
    whole = f"{made.subject} {made.html} {made.text}"

    left = [said for said in english(tag) if len(said) > 7 and said in whole]

    assert left == []


@pytest.mark.parametrize("tag", TONGUES)
def test_the_html_names_its_language(tag: str) -> None:
    assert f'<html lang="{TONGUES[tag].writing}">' in edition(FULL, tag).html


@pytest.mark.parametrize("tag", TONGUES)
def test_the_days_in_the_heading_stay_in_one_line(tag: str) -> None:
    (heading,) = LexborHTMLParser(edition(FULL, tag).html).css("h1")
    _name, _comma, days = heading.text().partition(", ")

    assert not re.search(r"[ \u2009-]", days)


def test_making_an_edition_leaves_the_language_spoken_as_it_was() -> None:
    before = spoken()

    edition(FEW, "ru")

    assert spoken() == before


@pytest.mark.parametrize("synthetic", [True, False])
@pytest.mark.parametrize(
    "tag, mark",
    [
        ("en", "SYNTHETIC"),
        ("ru", "СИНТЕТИЧЕСКИЕ"),
        ("uz", "SUNʼIY"),
        ("uz-Cyrl", "СУНЪИЙ"),
    ],
)
def test_a_synthetic_world_is_called_so_and_a_real_one_is_not(
    tag: str, mark: str, synthetic: bool
) -> None:
    made = edition(letter(synthetic=synthetic), tag)

    found = [mark in shown for shown in (made.subject, made.html, made.text)]
    assert found == [synthetic] * 3


def test_the_chart_is_a_picture_with_its_number_in_words() -> None:
    made = edition(FULL, "en")

    (image,) = LexborHTMLParser(made.html).css("img")
    assert image.attributes["src"] == f"cid:{NATIONAL}"
    assert plainly(image.attributes["alt"] or "") == (
        "Chart of the public mood by week, 22 Dec 2025 – 15 Mar 2026: in the last week "
        "it stood at −22, with a 95% interval of −28 to −16."
    )
    assert set(made.pictures) == {NATIONAL}
    assert made.pictures[NATIONAL].startswith(PNG)


def test_the_picture_is_twice_as_sharp_as_it_is_shown() -> None:
    made = edition(FULL, "en")

    (image,) = LexborHTMLParser(made.html).css("img")
    wide, high = (int(image.attributes[side] or 0) for side in ("width", "height"))
    png = made.pictures[NATIONAL]
    assert int.from_bytes(png[16:20], "big") == pytest.approx(2 * wide, abs=2)
    assert int.from_bytes(png[20:24], "big") == pytest.approx(2 * high, abs=2)


def test_the_picture_is_light_enough_for_ten_thousand_readers() -> None:
    made = edition(FULL, "ru")

    assert len(made.pictures[NATIONAL]) < 40_000


def test_without_an_estimate_in_all_its_weeks_there_is_no_chart() -> None:
    made = edition(KINDS["nothing"], "en")

    assert "<img" not in made.html
    assert not made.pictures
    for shown in both(made):
        assert "There is no estimate in the last 3 weeks." in shown


def test_a_week_that_was_not_seen_is_a_gap_among_the_others() -> None:
    assert "9 Mar 2026: nobody was listening" in edition(KINDS["blind"], "en").text
    assert "2 Mar 2026: +1 (−5 to +7)" in edition(KINDS["blind"], "en").text


def test_sections_without_content_are_left_out() -> None:
    for shown in both(edition(KINDS["quiet"], "en")):
        for heading in (
            "What people said",
            "Coordinated",
            "Official pages",
            "next week",
        ):
            assert heading.lower() not in shown.lower()


def test_words_from_outside_cannot_become_markup() -> None:
    sly = letter(
        reforms=(reform(SLY, 0, 40),),
        words=(WordLine(SLY, "uz", 9, 0.0),),
        campaigns=(replace(CAMPAIGN, text=SLY),),
        answering=(PageLine(SLY, 9, 5, None),),
        ahead=(Event(WEEK.last, SLY),),
        events=(Event(WEEK.first, SLY),),
    )

    made = edition(sly, "en", app_url=APP)

    assert "<img src=x" not in made.html
    assert len(LexborHTMLParser(made.html).css("img")) == 1
    assert "\u202e" not in made.html + made.text
    assert "onerror=alert" in made.text


def test_a_hostile_name_never_reaches_the_subject() -> None:
    made = edition(letter(reforms=(reform("x\r\nBcc: all@x.uz", 0, 40),)), "en")

    assert "Bcc" not in made.subject
    assert "\n" not in made.subject
    assert "x Bcc: all@x.uz" in made.text


def test_an_address_in_a_campaign_does_not_become_a_link_of_ours() -> None:
    text = "kiring https://steal.example/x va www.steal.uz yoki t.me/steal t.me/steal"
    made = edition(letter(campaigns=(replace(CAMPAIGN, text=text),)), "en")

    for shown in both(made):
        assert "“kiring [link] va [link] yoki" in shown
        assert "steal" not in shown


@pytest.mark.parametrize("tag", TONGUES)
def test_a_letter_of_many_reforms_is_not_clipped_by_mail_clients(tag: str) -> None:
    made = edition(MANY, tag, app_url=APP)

    assert len(made.html.encode()) < 90_000


def test_mail_clients_need_fetch_or_run_nothing() -> None:
    html = edition(FULL, "en", app_url=APP).html

    assert not any(mark in html for mark in FOREIGN)
    sources = re.findall(r'(?:src|background)="([^"]*)"', html)
    assert sources == [f"cid:{NATIONAL}"]


def test_gmail_keeps_the_styles_of_the_head() -> None:
    for style in re.findall(
        r"<style>(.*?)</style>", edition(FULL, "en").html, re.DOTALL
    ):
        assert len(style) < 8_192
        assert style.count("{") == style.count("}")


def test_a_readers_links_are_where_they_are_put_in() -> None:
    made = edition(FULL, "ru")

    for address in (PREFERENCES, UNSUBSCRIBE):
        assert made.html.count(f'href="{address}"') == 1
        assert made.text.splitlines().count(address) == 1


def test_the_archives_letter_has_no_links_of_a_reader() -> None:
    made = edition(FULL, "ru", personal=False)

    for address in (PREFERENCES, UNSUBSCRIBE):
        assert address not in made.html + made.text


def test_the_reforms_of_interest_stand_alone() -> None:
    for shown in both(edition(FULL, "en", reforms=["gas", "unheard"])):
        assert "Gas" in shown
        assert "Only the reforms that you follow." in shown
        assert "Visas" not in shown


def test_that_no_reform_of_interest_has_an_estimate_is_said() -> None:
    for shown in both(edition(FULL, "en", reforms=["unheard"])):
        assert "None of the reforms that you follow has an estimate" in shown
        assert "Gas" not in shown


def test_the_text_stands_alone_in_short_lines() -> None:
    text = edition(FULL, "ru", app_url=APP).text
    lines = [line for line in text.splitlines() if "https://" not in line]

    assert max(map(len, lines)) <= WIDTH
    assert "\n\n\n\n" not in text
    assert "**" not in text
    assert not re.search(r"<\w|&\w+;", text)


def test_few_people_are_not_counted() -> None:
    shy = replace(
        FEW,
        words=(WordLine("tarif", "uz", 4, 0.0), WordLine("narx", "uz", 9, 2.0)),
        campaigns=(
            replace(CAMPAIGN, authors=4),
            CampaignLine("x", "boshqa gap", 6, 6, 1, WEEK.start_at, WEEK.end_at),
        ),
    )

    for shown in both(edition(shy, "en")):
        assert "narx" in shown
        assert "tarif" not in shown
        assert "boshqa" in shown
        assert "Hurmatli" not in shown
        assert "4 comments" not in shown
        assert "25%" not in shown


def test_next_weeks_events_are_named_with_their_days() -> None:
    for shown in both(edition(letter(ahead=AHEAD), "en")):
        assert "18 Mar 2026: New tariffs take effect" in shown
