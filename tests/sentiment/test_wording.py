"""The fingerprint by which copies are known."""

from __future__ import annotations

from sentiment.wording import wordings

TEXT = "Prezidentimiz to'g'ri qaror qildi, biz qo'llaymiz!"


def test_case_signs_and_emoji_do_not_make_another_wording() -> None:
    one, same = wordings([TEXT, "PREZIDENTIMIZ togri qaror qildi biz qo‘llaymiz 👍"])
    assert one == same


def test_other_words_are_another_wording() -> None:
    one, other = wordings([TEXT, TEXT.replace("biz", "hamma")])
    assert one != other


def test_short_comments_have_none() -> None:
    assert wordings(["Rahmat, juda zo'r!", "", "a b c d"]) == [None] * 3


def test_a_wording_stays_what_it_is_in_the_database() -> None:
    assert wordings(["bir ikki uch to'rt besh", TEXT]) == [
        "b34ec0217917714d",
        "7e164628eed2ecb7",
    ]
