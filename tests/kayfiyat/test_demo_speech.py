"""How the people of the demo world speak and type."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.attitudes import Attitude
from kayfiyat.demo.chance import Weighted, chance, count
from kayfiyat.demo.cyrillic import cyrillic, on_a_russian_keyboard
from kayfiyat.demo.handwriting import handwriting
from kayfiyat.demo.people import Person, populate
from kayfiyat.demo.phrases import compiled, fill, load_phrases
from kayfiyat.demo.plan import load_plan
from kayfiyat.demo.speech import Memory, Turn, comment_text, joined

REFORMS = [course.id for course in load_plan().reforms]


@pytest.mark.parametrize(
    "latin, written",
    [
        ("Yo'q, o'zgarmaydi", "Йўқ, ўзгармайди"),
        ("Bo'ldi, yer egasi", "Бўлди, ер эгаси"),
        ("e'lon qilingan me'yor", "эълон қилинган меъёр"),
        ("shahar choyxonasi", "шаҳар чойхонаси"),
        ("G'ijduvon, yaxshi yil", "Ғиждувон, яхши йил"),
        ("QQS va JST", "ҚҚС ва ЖСТ"),
        ("Ўзбекча 👍", "Ўзбекча 👍"),
    ],
)
def test_uzbek_is_turned_into_cyrillic(latin: str, written: str) -> None:
    assert cyrillic(latin) == written


def test_a_russian_keyboard_lacks_four_letters() -> None:
    assert on_a_russian_keyboard("Ўқиш, ғоя, ҳам") == "Укиш, гоя, хам"


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_every_language_has_all_attitudes_to_all_reforms(language: str) -> None:
    phrases = load_phrases(language)

    assert sorted(phrases.reforms) == sorted(REFORMS)
    for patterns in phrases.reforms.values():
        assert all(len(patterns[attitude]) >= 3 for attitude in Attitude)
        assert len(patterns["posts"]) >= 2


def test_there_are_several_hundred_patterns() -> None:
    spoken = [
        pattern
        for language in ("uz", "ru", "en")
        for part in (
            *load_phrases(language).reforms.values(),
            load_phrases(language).general,
        )
        for attitude in Attitude
        for pattern in part[attitude]
    ]

    assert len(spoken) > 600


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_no_hole_stays_open(language: str) -> None:
    phrases, rng = load_phrases(language), chance(1, language)
    for part in (phrases.general, *phrases.reforms.values()):
        for pattern in (p for patterns in part.values() for p in patterns):
            assert not re.search(r"[\[\]{}|]", fill(rng, pattern))


def test_uzbek_turns_wholly_into_cyrillic() -> None:
    phrases, rng = load_phrases("uz"), chance(1)
    for part in (phrases.general, *phrases.reforms.values()):
        for pattern in (p for patterns in part.values() for p in patterns):
            assert not re.search(r"[a-zA-Z]", cyrillic(fill(rng, pattern)))


def test_a_pattern_with_an_unknown_slot_is_refused() -> None:
    with pytest.raises(KeyError):
        compiled("{nobody} said so", {})


def test_an_opener_joins_as_people_write() -> None:
    assert joined("Ochig'i,", "Qarshiman") == "Ochig'i, qarshiman"
    assert joined("Zo'r.", "rahmat") == "Zo'r. Rahmat"
    assert joined("To'g'ri,", "QQS pasaydi") == "To'g'ri, QQS pasaydi"


def test_a_longer_wording_is_said_only_a_few_times_in_a_few_days() -> None:
    memory = Memory(days=3, limit=2)
    said = "bu juda yomon qaror bo'ldi", frozenset({("bu juda yomon qaror bo'ldi",)})
    short = "juda yomon", frozenset({("juda yomon",)})

    assert [memory.take(*said) for _ in range(3)] == [True, True, False]
    assert all(memory.take(*short) for _ in range(9))
    for _ in range(3):
        memory.next_day()
    assert memory.take(*said)


def test_a_person_types_in_the_same_manner_for_life() -> None:
    plain = handwriting(chance(3), "uz-Latn")
    hand = replace(plain, apostrophe="", chat_letters=True, lower=True, typos=0.0)
    hand = replace(hand, stretch=0.0, shout=0.0, h_as_x=True)

    assert hand.write(chance(1), "Bo'ldi ham, yaxshi choy") == "boldi xam, yaxwi 4oy"


@pytest.mark.parametrize("writing", ["uz-Latn", "uz-Cyrl", "ru", "en", "other"])
def test_everybody_has_something_to_say_of_everything(writing: str) -> None:
    memory, rng = Memory(), chance(5, writing)
    for reform in REFORMS:
        for attitude in Attitude:
            turn = Turn(_person(writing), reform, attitude, Attitude.AGAINST)
            assert comment_text(rng, turn, memory).strip()


def test_people_are_the_same_each_time_and_no_two_share_a_name() -> None:
    first, second = (populate(load_plan(), 7) for _ in range(2))
    names = [person.name for person in first.people]

    assert names == [person.name for person in second.people]
    assert len(set(names)) == len(names)
    assert all(p.handle is None or p.handle.startswith("demo_") for p in first.people)


def test_chance_can_be_repeated() -> None:
    assert chance(1, "a", 2).random() == chance(1, "a", 2).random()
    assert chance(1, "a", 2).random() != chance(2, "a", 2).random()
    assert count(chance(1), 0.0) == 0
    many = [count(chance(1, n), mean) for mean in (4.0, 60.0) for n in range(500)]
    assert sum(many[:500]) / 500 == pytest.approx(4, abs=0.4)
    assert sum(many[500:]) / 500 == pytest.approx(60, abs=1.5)
    assert Weighted({"a": 1.0, "b": 0.0}).draw(chance(1), 5) == ["a"] * 5


def _person(writing: str) -> Person:
    return Person(1, "Demo", None, writing, 0.0, handwriting(chance(1), writing))
