"""The fingerprint by which copies are known."""

from __future__ import annotations

from sentiment.wording import wording

TEXT = "Prezidentimiz to'g'ri qaror qildi, biz qo'llaymiz!"


def test_case_signs_and_emoji_do_not_make_another_wording() -> None:
    assert wording(TEXT) == wording("PREZIDENTIMIZ togri qaror qildi biz qo‘llaymiz 👍")


def test_other_words_are_another_wording() -> None:
    assert wording(TEXT) != wording(TEXT.replace("biz", "hamma"))


def test_short_comments_have_none() -> None:
    assert wording("Rahmat, juda zo'r!") is None
    assert wording("") is None
