"""What is personal goes; what people talk about stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listener.redaction import redacted

PHONES = [
    "+998 90 123-45-67", "+998(90)1234567", "+998901234567", "998901234567",
    "+998-71-200-00-08", "90 123-45-67", "(90) 123 45 67", "901234567", "90 1234567",
    "90.123.45.67", "71 200 00 08", "123-45-67", "8 (912) 345-67-89", "89123456789",
    "8 (371) 123-45-67", "+7 916 123 45 67", "+90 532 123 45 67",
    "+99890\u200b1234567", "+998 90\u200d123 45 67", "\u202e+998901234567",
    "٩٠١٢٣٤٥٦٧", "９０１２３４５６７", "+998 9️⃣0️⃣ 1234567", "＋998901234567",
]  # fmt: skip
CARDS = [
    "8600 1234 5678 9012", "8600123456789012", "9860-1234-5678-9012",
    "5614 6812 3456 7890", "4111 1111 1111 1111", "4111111111111111",
    "6390 0262 9019 8909 03", "8600\u00a01234\u00a05678\u00a09012",
]  # fmt: skip
PASSPORTS = [
    "AA1234567", "АА1234567", "AА1234567", "AA 1234567", "aa1234567", "AA 123 45 67",
    "AC№1234567", "FA-1234567",
]  # fmt: skip
NAMES = [
    "@aliyev_ali", "salom@aliyev", "@Алишер", "t.me/aliyev", "https://t.me/aliyev_a",
    "http://telegram.me/ali", "T.ME/Ali", "t.me/joinchat/AAAAb-c_d", "t.me/+Xy12z",
    "ali.t.me", "tg://user?id=123456", "tg://resolve?domain=ali", "instagram.com/a.li",
    "https://www.facebook.com/ali.v", "wa.me/998901234567",
]  # fmt: skip
MAILS = ["ali@mail.ru", "a.b+c@x.co.uk", "АЛИ@почта.рф", "x_y-z@sub.domain.uz"]

CASES = [
    *((text, "‹phone›") for text in PHONES),
    *((text, "‹card›") for text in CARDS),
    *((text, "‹passport›") for text in PASSPORTS),
    *((text, "‹name›") for text in NAMES),
    *((text, "‹e-mail›") for text in MAILS),
    ("31205901234567", "‹pinfl›"),
]


@pytest.mark.parametrize("personal, instead", CASES)
@pytest.mark.parametrize(
    "frame", ["{}", "menga {} deb yozing", "tel:{}, rahmat!", "({})"]
)
def test_personal_data_is_replaced_wherever_it_stands(
    personal: str, instead: str, frame: str
) -> None:
    text = redacted(frame.format(personal))

    assert text == frame.format(instead) or (
        # A country's trunk prefix may stay before the number itself.
        instead in text and sum(char.isdigit() for char in text) <= 5
    )
    assert redacted(text) == text


@pytest.mark.parametrize(
    "plain",
    [
        "450 so'm", "2 500 000 so'm", "2500000 so'm", "va 2500000 so‘m", "35 000 000",
        "VA 2500000 SO'M", "901 234 567 сум", "901234567 сум", "1 200 000 000 so'm",
        "15 000 000 000", "+15 000 000 000 so'm", "от 500 000 до 1 000 000 рублей",
        "2019 2020 2021 2022", "2019-2020 2021-2022", "26.10.2021 22:53:19",
        "2021-10-26", "20.10.2021 5 kishi", "2025-05-01 600 so'm", "200 kVt soat",
        "450 кВт·ч", "ПФ-158", "PF-158", "УП-6079 от 05.10.2020", "ПҚ-4567", "ЗРУ-616",
        "10:30-12:45", "81,39 %", "1080", "30 kun 25 000 kishi", "netflix.com",
        "lex.uz/docs/8050769", "80000-100000", "1 234 567 890 123 456 so'm",
        "100 000 000 000 000", "№ 1234567", "5@10", "O'zbekiston – 2030", "12-15-20",
    ],
)  # fmt: skip
def test_sums_years_dates_and_laws_stay(plain: str) -> None:
    for frame in ("{}", "Bu yil {} boʻldi", "({}),"):
        text = frame.format(plain)

        assert redacted(text) == text


def test_hidden_characters_are_removed_and_families_stay() -> None:
    assert redacted("a\u202eb\u200bc\x00d\ufeffe\u2066f\u00adg\U000e0041") == "abcdefg"
    assert (
        redacted("👨\u200d👩\u200d👧 o\u200dk ❤\ufe0f\u200d🔥")
        == "👨\u200d👩\u200d👧 ok ❤\ufe0f\u200d🔥"
    )
    assert redacted("bir\r\nikki\ruch\tto'rt") == "bir\nikki\nuch\tto'rt"


def test_a_lone_surrogate_can_be_stored() -> None:
    assert redacted("a\ud83db").encode() == "a\ufffdb".encode()


HOSTILE = [
    "a", "@", "a@", "1", "1 ", "a.", "+1", "9 0-", "(", "a@b.", "AA 1 ", "t.me/", "tg:",
    "998 ", "9-", "\u200d", "https://", "8 (9", "90 ", "a@b.c", "-.", "1234 ", "+ ",
    "_@", "90 123 45 6 ", "8600 1234 ", "O ", "9O", "9 O-", "a at ", "a [at] ", "a @ ",
    "a at a dot ", "@a.", "insta", "insta:a", "tg - a.", "2020 ", "AA11 ", "01 A ",
    "1-", "pinfl ", "stir 4", "12 34 567 ", "[at]", "собака ", "60 777",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_made_to_be_slow_is_not(piece: str) -> None:
    """In square time each of these would take an hour: the run itself shows it."""
    text = piece * (1_000_000 // len(piece))

    assert len(redacted(text)) <= 4 * len(text)


@given(st.text(alphabet="0123456789 +-().@AaА/:tme\u200d‹›", max_size=80))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redacted(text)

    assert redacted(once) == once
