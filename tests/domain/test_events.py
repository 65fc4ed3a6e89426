"""The dated events of a reform."""

from datetime import date

from domain.events import Event, events_of
from domain.reforms import Reform


def test_a_reform_has_the_days_of_its_effect_and_of_its_dated_acts() -> None:
    reform = Reform(
        "tariffs",
        {"en": "Tariffs"},
        dates=(date(2024, 5, 1),),
        acts=("VMQ-204 (2024-04-16)", "a law without a date"),
    )

    assert list(events_of(reform)) == [
        Event(date(2024, 5, 1), "Tariffs", "tariffs"),
        Event(date(2024, 4, 16), "Tariffs: VMQ-204", "tariffs"),
    ]


def test_an_event_of_a_reform_is_told_in_every_writing_of_its_title() -> None:
    reform = Reform(
        "tariffs",
        {"en": "Tariffs", "ru": "Тарифы"},
        dates=(date(2024, 5, 1),),
        acts=("VMQ-204 (2024-04-16)",),
    )

    effect, act = events_of(reform)

    assert (effect.called("ru"), act.called("ru")) == ("Тарифы", "Тарифы: VMQ-204")
    assert effect.called("en") == effect.called("uz-Latn") == "Tariffs"


def test_titles_do_not_tell_events_apart() -> None:
    plain = Event(date(2024, 5, 1), "Tariffs")
    told = Event(date(2024, 5, 1), "Tariffs", titles={"ru": "Тарифы"})

    assert plain.id == told.id
    assert hash(plain) == hash(told)
