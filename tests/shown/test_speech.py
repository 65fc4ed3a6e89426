"""Four languages: every message is said in each, and says the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pytest
from babel.messages.catalog import Message

from domain.transliterate import to_cyrillic
from shown.speech import TONGUES, Tongue, _, accepted, n_, speak, understood
from tests.shown.messages import catalogues, foreign, wanted

PLACE = re.compile(r"\{\w*\}")
CODE = re.compile(r"`[^`]*`")

LOOKALIKES = re.compile(r"[oOgG]['‘’`]|\w['‘`]\w")
"""Letters of Uzbek written with a quote mark; they have marks of their own."""


@pytest.fixture(params=foreign(), ids=lambda tongue: tongue.tag)
def tongue(request: pytest.FixtureRequest) -> Tongue:
    chosen: Tongue = request.param
    return chosen


def messages(tongue: Tongue) -> Iterator[Message]:
    for page in catalogues(tongue).values():
        yield from page.values()


def forms(words: str | Iterable[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def test_every_message_is_in_its_catalogue_and_none_is_stale(tongue: Tongue) -> None:
    there = {page: set(ids) for page, ids in catalogues(tongue).items()}

    assert there == wanted(), "run: python -m tests.shown.messages"


def test_every_message_is_translated(tongue: Tongue) -> None:
    missing = [m.id for m in messages(tongue) if not all(forms(m.string))]

    assert missing == []


def test_no_translation_is_a_guess(tongue: Tongue) -> None:
    assert [m.id for m in messages(tongue) if m.fuzzy] == []


def test_every_form_of_a_plural_is_there(tongue: Tongue) -> None:
    speak(tongue.tag)
    plurals = [m for m in messages(tongue) if not isinstance(m.id, str)]

    number = {"uz": 2, "uz-Cyrl": 2, "ru": 3}[tongue.tag]
    assert {len(forms(m.string)) for m in plurals} <= {number}


def test_translations_have_the_places_and_the_code_of_their_messages(
    tongue: Tongue,
) -> None:
    different = [
        form
        for message in messages(tongue)
        for form in forms(message.string)
        for pattern in (PLACE, CODE)
        if set(pattern.findall(form)) != set(pattern.findall(forms(message.id)[-1]))
    ]

    assert different == []


def test_what_two_pages_say_they_say_alike(tongue: Tongue) -> None:
    said: dict[object, set[object]] = {}
    for message in messages(tongue):
        key = forms(message.id)
        said.setdefault(key, set()).add(forms(message.string))

    assert [key for key, strings in said.items() if len(strings) > 1] == []


NAMES = "Telegram Desktop|Telegram|YouTube|VK|JSONL|JSON|HTML|CSV|Excel|gzip|https://"
"""Of programs and formats: they have no other letters."""


def test_uzbek_is_written_with_its_own_letters() -> None:
    latin = [form for m in messages(TONGUES["uz"]) for form in forms(m.string)]
    cyrillic = [form for m in messages(TONGUES["uz-Cyrl"]) for form in forms(m.string)]

    assert [form for form in latin if LOOKALIKES.search(CODE.sub("", form))] == []
    bare = [re.sub(rf"`[^`]*`|\{{\w*\}}|{NAMES}", "", form) for form in cyrillic]
    assert [form for form in bare if re.search("[A-Za-z]", form)] == []


LOANS = {
    "альфа": "алфа",
    "матрица": "матритса",
    "процентил": "протсентил",
    "реакция": "реаксия",
    "фильтр": "филтр",
}
"""Words that Cyrillic spells as Russian does, by what a rule can make of the Latin."""


def by_rule(latin: str) -> str:
    """A message in Latin as Cyrillic; places, code and names stay as they are."""
    kept = re.split(rf"(`[^`]*`|\{{\w*\}}|{NAMES})", latin)
    return "".join(part if n % 2 else to_cyrillic(part) for n, part in enumerate(kept))


def test_both_writings_of_uzbek_say_the_same_words() -> None:
    written = {m.id: forms(m.string) for m in messages(TONGUES["uz-Cyrl"])}
    pairs = [
        pair
        for message in messages(TONGUES["uz"])
        for pair in zip(forms(message.string), written[message.id], strict=True)
    ]

    def plain(cyrillic: str) -> str:
        for loan, ruled in LOANS.items():
            cyrillic = cyrillic.replace(loan, ruled)
        return cyrillic.casefold()

    assert [(la, cy) for la, cy in pairs if by_rule(la).casefold() != plain(cy)] == []


@pytest.mark.parametrize(
    "tag, written",
    [
        ("uz", "3 ta izoh"),
        ("uz-Cyrl", "3 та изоҳ"),
        ("ru", "3 комментария"),
        ("en", "3 comments"),
    ],
)
def test_a_number_goes_with_its_noun(tag: str, written: str) -> None:
    speak(tag)

    assert n_("{n} comment", "{n} comments", 3) == written


def test_what_no_catalogue_knows_is_said_in_english() -> None:
    speak("ru")

    assert _("A {thing} unheard of", thing="word") == "A word unheard of"


@pytest.mark.parametrize(
    "browser, tag",
    [
        (["uz-UZ"], "uz"),
        (["uz-Cyrl-UZ"], "uz-Cyrl"),
        (["de-DE", "ru-RU", "en"], "ru"),
        (["en-US"], "en"),
        (["kaa"], "en"),
        ([], "en"),
    ],
)
def test_the_browsers_first_language_that_we_speak_is_taken(
    browser: list[str], tag: str
) -> None:
    assert understood(browser) == tag


def test_a_browser_weighs_its_languages() -> None:
    header = "en;q=0.5, ru-RU,ru;q=0.9, *;q=0, fr;q=much"

    assert accepted(header) == ["ru-RU", "ru", "en"]
