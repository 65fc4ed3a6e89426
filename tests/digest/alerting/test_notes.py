"""What is told at once says how sure it is, in each language, and runs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from digest.alerting.alerts import ALL, Alert, Unseen
from digest.alerting.notes import note
from digest.mail.messages import Note, Sender, Ways, drafted
from digest.render import PREFERENCES, UNSUBSCRIBE
from domain.coverage import Reason
from shown.speech import TONGUES, spoken
from tests.digest.alerting.examples import NOW, TODAY, fell
from tests.digest.letters import HOSTILE

APP = "https://mood.example.uz"
SENDER = Sender("letters@example.org", "Kayfiyat")
BLIND = Unseen("telegram_web:kunuz", NOW - timedelta(hours=9), "blocked", TODAY)
ALL_BLIND = replace(BLIND, source=ALL)
ALERTS: dict[str, Alert] = {"moved": fell(), "blind": BLIND, "all blind": ALL_BLIND}

SYNTHETIC = {
    "uz": "[SUNʼIY MAʼLUMOT]",
    "uz-Cyrl": "[СУНЪИЙ МАЪЛУМОТ]",
    "ru": "[СИНТЕТИЧЕСКИЕ ДАННЫЕ]",
    "en": "[SYNTHETIC]",
}


def written(alert: Alert, tag: str = "en", *, personal: bool = False) -> Note:
    return note(alert, tag, app_url=APP, personal=personal)


def html_of(said: Note) -> str:
    assert said.html is not None
    return said.html


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("kind", ALERTS)
def test_each_alert_is_told_in_each_language(kind: str, tag: str) -> None:
    said = written(ALERTS[kind], tag)

    others = {written(ALERTS[kind], each).text for each in TONGUES if each != tag}
    assert said.text not in others
    assert f'<html lang="{tag}">' in html_of(said)
    lines = said.text.splitlines()
    assert max(len(line) for line in lines if "://" not in line) <= 72
    assert "{" not in said.subject + said.text


def test_a_move_is_told_with_its_interval_and_how_it_may_mislead() -> None:
    said = written(fell())

    assert said.subject == "Energy prices: mood −30 (−36 to −24)"
    text = " ".join(said.text.split())
    assert "the mood fell by 40 points" in text
    assert "rests on 900 voices and may change" in text
    assert "one reform in twenty" in text


@pytest.mark.parametrize("tag", TONGUES)
def test_a_move_leads_to_its_week_in_the_app(tag: str) -> None:
    said = written(fell(), tag)
    link = f"{APP}/?reform=energy&from=2026-03-16&to=2026-03-19&by=week&lang={tag}"

    assert f"\n{link}\n" in said.text
    assert f'<a href="{link.replace("&", "&amp;")}">' in html_of(said)
    assert "://" not in note(fell(), tag, app_url="", personal=False).text


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("tag", TONGUES)
def test_a_blind_source_is_told_with_its_reason(tag: str, reason: Reason) -> None:
    said = written(replace(BLIND, reason=str(reason)), tag)

    assert "telegram_web:kunuz" in said.subject
    assert "telegram_web:kunuz" in said.text
    if tag != "en":
        assert str(reason) not in said.text


def test_all_blind_names_no_source() -> None:
    said = written(ALL_BLIND)

    assert said.subject == "No source is seen any more"
    assert "No source was seen since" in said.text


@pytest.mark.parametrize("tag", TONGUES)
@pytest.mark.parametrize("kind", ALERTS)
def test_what_is_made_up_says_so_first(kind: str, tag: str) -> None:
    real = written(ALERTS[kind], tag)
    made_up = written(replace(ALERTS[kind], synthetic=True), tag)

    assert made_up.subject == f"{SYNTHETIC[tag]} {real.subject}"
    first, rest = made_up.text.split("\n\n", 1)
    assert rest == real.text
    assert first


@pytest.mark.parametrize("tag", TONGUES)
def test_a_readers_own_ends_with_the_ways_out(tag: str) -> None:
    ways = Ways("https://x.uz/preferences?t=1&a=2", "https://x.uz/unsubscribe?t=3")
    draft = drafted(
        written(fell(), tag, personal=True),
        SENDER,
        placeholders=Ways(PREFERENCES, UNSUBSCRIBE),
    )

    at = datetime(2026, 3, 19, tzinfo=UTC)
    mail = message_from_bytes(
        draft.written("1", "a@example.org", at=at, ways=ways), policy=default
    )

    for kind, link in (("plain", ways.unsubscribe), ("html", ways.unsubscribe)):
        body = mail.get_body((kind,))
        assert body is not None
        assert link in body.get_content()
        assert ".invalid" not in body.get_content()
    assert mail["List-Unsubscribe"] == f"<{ways.unsubscribe}>"
    assert "invalid" not in written(fell(), tag).text


SLY = (
    HOSTILE,
    "javascript://%0aalert(1)",
    "https://evil.example/",
    "x\r\nBcc: all@example.org",
    "\u202egnp.exe",
    "{tag} %s {0.__class__}",
    "x" * 5_000,
    "=?utf-8?q?=0d=0aBcc:_a?=",
)


@pytest.mark.parametrize("words", SLY)
@pytest.mark.parametrize("kind", ["moved", "blind"])
def test_names_from_outside_are_words_and_nothing_else(kind: str, words: str) -> None:
    alert: Alert = (
        replace(fell(), titles={"en": words})
        if kind == "moved"
        else replace(BLIND, source=words)
    )

    said = written(alert)
    mail = message_from_bytes(
        drafted(said, SENDER).written("1", "a@example.org", at=NOW), policy=default
    )

    assert mail["Bcc"] is None
    assert mail["Subject"] == said.subject
    assert len(said.subject) < 400
    assert "\u202e" not in said.subject + said.text + html_of(said)
    assert "<script" not in html_of(said)
    assert html_of(said).count("<a ") == html_of(said).count(f'href="{APP}/?')
    assert html_of(said).count("<p ") == said.text.count("\n\n") + 1


def test_a_reform_without_a_title_is_named_readably() -> None:
    assert written(replace(fell(), titles={})).subject.startswith("Energy: ")


def test_who_tells_speaks_on_as_before() -> None:
    before = spoken()

    written(fell(), "ru")

    assert spoken() == before
