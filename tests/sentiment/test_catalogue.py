"""Which reforms a comment names."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import InputError
from domain.reforms import Reform
from sentiment.catalogue import WRITINGS, load_catalogue, reforms_in
from sentiment.codes import encode
from sentiment.matching import Matcher

ENERGY = ("energy_tariffs_2024",)


@pytest.mark.parametrize(
    "text",
    [
        "Elektr tarifi yana oshdi",
        "ЭЛЕКТР ТАРИФИ ЯНА ОШДИ!",
        "svet narxlari qimmat",
        "gaz yo‘q, nima qilamiz",
        "gaz yoq nima qilamiz",
        "газ йук бизда",
        "Опять тарифы на электроэнергию…",
        "Another power cut tonight",
    ],
)
def test_a_reform_is_known_in_every_writing(text: str) -> None:
    assert reforms_in(text) == ENERGY


@pytest.mark.parametrize(
    "text",
    ["", "Salom", "hokim keldi", "mahallada to'y", "вто я имел в виду", "gazeta yo'q"],
)
def test_words_that_say_too_little_name_no_reform(text: str) -> None:
    assert reforms_in(text) == ()


def test_a_comment_may_name_several() -> None:
    found = reforms_in("Налоговая реформа и переход на латиницу")
    assert found == ("tax_reform_2019", "latin_alphabet")


def test_two_words_may_be_asked_for_anywhere() -> None:
    assert reforms_in("hokimlar uchun ham saylovlar kerak") == (
        "mahalla_local_council",
    )


def test_abbreviations_are_in_capitals() -> None:
    assert reforms_in("ВТО нам поможет") == ("wto_accession",)


@pytest.mark.parametrize("reform", load_catalogue().values(), ids=lambda r: r.id)
def test_every_term_finds_its_own_reform(reform: Reform) -> None:
    terms = [term for writing in reform.terms.values() for term in writing]
    for term in terms:
        text = term.replace(" + ", " va ").replace("*", "")
        assert reform.id in reforms_in(f"Bu {text}."), term


def test_fifteen_reforms_with_titles_and_terms_in_four_writings() -> None:
    catalogue = load_catalogue()
    assert len(catalogue) == 15
    for reform in catalogue.values():
        assert set(reform.titles) == set(reform.terms) == set(WRITINGS)


def test_an_inner_star_stands_for_any_middle() -> None:
    assert reforms_in("land privatization now") == reforms_in("land privatisation now")


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reforms.toml"
    path.write_text("[a]\ntitles.ru = 'x'\n")
    with pytest.raises(InputError, match=r"reforms\.toml: a\.titles lacks en"):
        load_catalogue(path)


def test_a_stem_too_short_is_refused() -> None:
    reform = Reform("x", titles={}, terms={"ru": ("га* цен*",)})
    with pytest.raises(InputError, match="write out its forms"):
        Matcher({"x": reform})


def test_a_batch_is_matched_as_its_texts_alone() -> None:
    texts = ["gaz narxi", "", "прописка", "salom " * 50 + "svet o'chdi"]
    matcher = Matcher(load_catalogue())
    together = matcher.reforms(encode(texts), texts)
    assert together == [reforms_in(text) for text in texts]
