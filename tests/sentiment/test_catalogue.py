"""Which reforms a comment names."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import InputError
from domain.reforms import Reform
from domain.transliterate import on_a_russian_keyboard
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
    assert found == ("latin_alphabet", "tax_reform_2019")


def test_two_words_may_be_asked_for_anywhere() -> None:
    assert reforms_in("hokimlar uchun ham saylovlar kerak") == (
        "mahalla_local_council",
    )


def test_abbreviations_are_in_capitals() -> None:
    assert reforms_in("ВТО нам поможет") == ("wto_accession",)


ENDINGS = {"uz-Latn": "larini", "uz-Cyrl": "ларини", "ru": "ами", "en": "s"}
REFORMS = load_catalogue()
TERMS = [
    (reform.id, writing, term)
    for reform in REFORMS.values()
    for writing, terms in reform.terms.items()
    for term in terms
]


@pytest.mark.parametrize("reform, writing, term", TERMS)
def test_every_term_finds_its_own_reform_by_itself(
    reform: str, writing: str, term: str
) -> None:
    alone = Matcher({reform: Reform(reform, titles={}, terms={writing: (term,)})})
    for ending in ("", ENDINGS[writing]):
        text = "— " + term.replace(" + ", ", 1 ").replace("*", ending) + "!"
        for typed in (text, text.replace("'", "’"), on_a_russian_keyboard(text)):
            assert alone.reforms(encode([typed]), [typed]) == [(reform,)], typed


@pytest.mark.parametrize("reform", REFORMS.values(), ids=lambda r: r.id)
def test_a_reform_is_found_where_its_file_says_and_only_there(reform: Reform) -> None:
    assert reform.examples
    for text in reform.examples:
        assert reform.id in reforms_in(text), text
    for text in reform.counterexamples:
        assert reform.id not in reforms_in(text), text


def test_titles_and_terms_are_in_four_writings_and_areas_are_known() -> None:
    assert len(REFORMS) >= 25
    for reform in REFORMS.values():
        assert set(reform.titles) == set(reform.terms) == set(WRITINGS)
        assert reform.areas, reform.id


def test_what_is_checked_names_the_page_that_confirms_it() -> None:
    for reform in REFORMS.values():
        assert reform.sources or not reform.checked, reform.id


def test_an_inner_star_stands_for_any_middle() -> None:
    assert reforms_in("land privatization now") == reforms_in("land privatisation now")


def test_what_stands_beside_an_inner_star_is_asked_for() -> None:
    matcher = Matcher({"x": Reform("x", titles={}, terms={"en": ("digitali*ation",)})})
    texts = ["digitalisations", "digitalise", "digitali zation", "digitaliation"]
    found = matcher.reforms(encode(texts), texts)
    assert found == [("x",), (), (), ("x",)]


def test_an_abbreviation_is_found_after_its_small_letters_in_linear_time() -> None:
    assert "wto_accession" not in reforms_in("вто " * 50_000)
    assert "wto_accession" in reforms_in("вто " * 50_000 + "ВТО")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "roads.toml").write_text("titles.ru = 'x'\n")
    with pytest.raises(InputError, match=r"roads\.toml: titles lacks en"):
        load_catalogue(tmp_path)


def test_an_area_that_no_strategy_has_is_named(tmp_path: Path) -> None:
    writings = "".join(f"{key} = 'x'\n" for key in ("uz-Latn", "uz-Cyrl", "ru", "en"))
    terms = writings.replace("'x'", "['xxxx']")
    (tmp_path / "roads.toml").write_text(
        f"areas = ['2017-9']\n[titles]\n{writings}[terms]\n{terms}"
    )
    with pytest.raises(InputError, match="no area '2017-9'"):
        load_catalogue(tmp_path)


def test_a_stem_too_short_is_refused() -> None:
    reform = Reform("x", titles={}, terms={"ru": ("га* цен*",)})
    with pytest.raises(InputError, match="write out its forms"):
        Matcher({"x": reform})


def test_a_batch_is_matched_as_its_texts_alone() -> None:
    texts = ["gaz narxi", "", "прописка", "salom " * 50 + "svet o'chdi"]
    matcher = Matcher(load_catalogue())
    together = matcher.reforms(encode(texts), texts)
    assert together == [reforms_in(text) for text in texts]
