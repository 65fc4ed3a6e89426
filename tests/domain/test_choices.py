"""Which sources are followed."""

from __future__ import annotations

from domain.choices import Choice, followed
from domain.source_settings import SourceSettings
from domain.sources import Kind

GAZETA = SourceSettings(kind=Kind.TELEGRAM_WEB, name="gazeta", institution="Gazeta")


def ids(*choices: Choice) -> list[str]:
    return [source.id for source in followed([GAZETA], choices)]


def test_what_was_added_stands_beside_the_settings() -> None:
    added = Choice(
        "feed:a1", settings={"kind": "feed", "name": "a1", "url": "https://a"}
    )

    assert ids(added) == ["telegram_web:gazeta", "feed:a1"]


def test_the_settings_win_over_what_was_added_by_the_same_name() -> None:
    same = {"kind": "telegram_web", "name": "gazeta", "institution": "Other"}

    (source,) = followed([GAZETA], [Choice("telegram_web:gazeta", settings=same)])

    assert source.institution == "Gazeta"


def test_a_paused_source_is_not_followed_whoever_named_it() -> None:
    assert ids(Choice("telegram_web:gazeta", paused=True)) == []
    assert ids(Choice("feed:gone", paused=True)) == ["telegram_web:gazeta"]


def test_what_cannot_be_read_as_a_source_is_left_out() -> None:
    broken = Choice("feed:a1", settings={"kind": "feed", "name": "a1"})
    renamed = Choice(
        "feed:b", settings={"kind": "feed", "name": "c", "url": "https://a"}
    )

    assert ids(broken, renamed) == ["telegram_web:gazeta"]
