"""Estimates, blind stretches, events and sources as tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.coverage import Reason, Stretch
from domain.periods import Period
from mood.coverage import Blind
from shown.frames import kept_frame, shares_frame, steps_frame
from shown.marks import blind_frame, events_frame, told
from shown.turns import turns_of
from store.events import Event
from store.reading import KnownSource
from tests.ui.estimated import day, estimate
from ui.table import called, sources_frame

MARCH = Period(day(1), day(31))


def at(number: int, hour: int = 0) -> datetime:
    """An hour by the clock of Tashkent."""
    return datetime(2026, 3, number, hour, tzinfo=UTC) - timedelta(hours=5)


def test_a_line_joins_no_days_across_a_gap() -> None:
    moods = [5.0, 6.0, None, None, 7.0, None, 8.0, 9.0]
    days = [estimate(mood, first=day(n)) for n, mood in enumerate(moods, 1)]

    steps = steps_frame(days, by="day", k=5)

    drawn = steps[steps["mood"].notna()]
    runs = drawn.groupby("run")["mood"].apply(list).tolist()
    assert runs == [[5.0, 6.0], [7.0], [8.0, 9.0]]
    assert drawn["alone"].tolist() == [False, False, True, False, False]


def test_a_line_joins_no_days_that_are_not_made_alike() -> None:
    ways = [("old", 0), ("old", 0), ("new", 0), ("new", 40), ("new", 40)]
    made = [
        replace(estimate(float(n), first=day(n)), scorers=(scorer,), labels=labels)
        for n, (scorer, labels) in enumerate(ways, start=1)
    ]

    steps = steps_frame(made, by="day", k=5)

    runs = steps.groupby("run")["mood"].apply(list).tolist()
    assert runs == [[1, 2], [3], [4, 5]]
    assert steps["turn"].tolist() == ["", "", "new scorer", "labels begin", ""]
    assert steps["turn_explained"][2] == "old → new: do not compare across"


def test_a_new_scorer_with_whom_labels_end_is_one_turn() -> None:
    labelled = replace(estimate(first=day(1)), scorers=("old",), labels=40)
    plain = replace(estimate(first=day(2)), scorers=("new",))

    (turn,) = turns_of([labelled, plain]).values()

    assert turn.said == "new scorer, labels end"


def test_a_step_stands_at_the_middle_of_its_time_by_the_wall_clock() -> None:
    week = estimate(first=day(2), last=day(8))

    step = steps_frame([week], by="week", k=5).iloc[0]

    assert step["start"].isoformat() == "2026-03-02T00:00:00"
    assert step["middle"].isoformat() == "2026-03-05T12:00:00"
    assert step["end"].isoformat() == "2026-03-09T00:00:00"


def test_few_voices_have_neither_bar_nor_number() -> None:
    step = steps_frame([estimate(None, voices=4)], by="day", k=5).iloc[0]

    assert step["bar"] == 0
    assert step["people"] == "fewer than 5"
    assert step["stands"] == "no mood: fewer than 5 voices spoke"


def test_of_voices_that_do_not_count_no_number_is_shown_or_saved() -> None:
    withheld = estimate(None, voices=0, comments=7, scored=7, withheld=3)
    silent = estimate(None, voices=0, comments=0, scored=0)

    saved = kept_frame([estimate(), withheld, silent], k=5)

    counts = saved[["voices", "comments", "scored"]]
    assert counts.iloc[0].tolist() == [100, 150, 120]
    assert counts.iloc[1].isna().all()
    assert counts.iloc[2].tolist() == [0, 0, 0]
    assert steps_frame([withheld], by="day", k=5)["people"].tolist() == ["fewer than 5"]


def test_the_shares_stand_on_one_another_up_to_the_whole() -> None:
    shares = shares_frame([estimate(20.0), estimate(None)], by="day")

    stacked = shares.set_index("attitude")[["bottom", "top"]]
    assert stacked.loc["Against"].tolist() == pytest.approx([0, 0.15])
    assert stacked.loc["Neutral"].tolist() == pytest.approx([0.15, 0.65])
    assert stacked.loc["In favour"].tolist() == pytest.approx([0.65, 1])
    assert len(shares) == 3


def test_a_blind_stretch_is_cut_to_the_period_and_says_why() -> None:
    february = at(1) - timedelta(days=3)
    blind = blind_frame([Blind(february, at(20), ("blocked",), 1.0)], MARCH)

    (row,) = blind.to_dict("records")
    assert row["start"].isoformat() == "2026-03-01T00:00:00"
    assert row["end"].isoformat() == "2026-03-20T00:00:00"
    assert row["label"] == row["why"] == "blocked"
    assert row["unseen"] == "100% of the sources"
    assert row["when"] == "1 Mar 2026, 00:00, for 19 days"


def test_one_source_of_many_is_not_shaded_nor_is_a_moment() -> None:
    one = Blind(at(3), at(9), ("network",), 0.1)
    moment = Blind(at(3), at(3) + timedelta(minutes=5), ("stopped",), 1.0)

    assert blind_frame([one, moment], MARCH).empty


def test_words_over_blind_stretches_do_not_overlap() -> None:
    close = [Blind(at(n), at(n, 12), ("stopped",), 1.0) for n in (10, 11, 12, 25)]

    blind = blind_frame(close, MARCH)

    assert [bool(label) for label in blind["label"]] == [True, False, False, True]


def test_events_are_numbered_by_day_and_step_aside_where_they_are_close() -> None:
    events = [Event(day(n), f"Event {n}") for n in (12, 3, 4)]

    frame = events_frame([*events, Event(day(31) + timedelta(1), "April")], MARCH)

    assert frame["title"].tolist() == ["Event 3", "Event 4", "Event 12"]
    assert frame["number"].tolist() == ["1", "2", "3"]
    assert frame["row"].tolist() == [0, 1, 0]


def test_beside_a_reform_stand_its_own_events_and_those_of_none() -> None:
    events = [
        Event(day(1), "Tariffs", "tariffs"),
        Event(day(2), "Visas", "visas"),
        Event(day(3), "Election"),
    ]

    def titles(reform: str | None) -> list[str]:
        return [e.title for e in told(events, reform, reforms=["visas"])]

    assert titles("tariffs") == ["Tariffs", "Election"]
    assert titles(None) == ["Visas", "Election"]


def source(name: str = "energy_uz", institution: str = "") -> KnownSource:
    return KnownSource(
        id=f"telegram_web:{name}",
        kind="telegram_web",
        name=name,
        institution=institution,
        official=True,
        language=None,
        last_seen_at=at(5),
        comments=7,
        posts=2,
    )


def test_a_source_tells_what_was_seen_of_it_and_why_not_the_rest() -> None:
    ledger = [Stretch(at(1), at(4)), Stretch(at(4), at(5), Reason.BLOCKED)]

    table = sources_frame(
        [source(institution="Ministry")],
        {"telegram_web:energy_uz": ledger},
        MARCH,
        now=at(5),
    )

    (row,) = table.to_dict("records")
    assert row["Source"] == "Ministry (energy_uz)"
    assert row["Seen"] == pytest.approx(75)
    assert row["State"] == "not seen: blocked"
    assert row["Last seen"].isoformat() == "2026-03-05T00:00:00"


def test_an_imported_file_has_no_hours() -> None:
    table = sources_frame([source()], {}, MARCH, now=at(5))

    assert table["State"].tolist() == ["imported"]
    assert table["Seen"].isna().all()


def test_a_source_without_an_institution_goes_by_its_name() -> None:
    assert called(source()) == "energy_uz"
