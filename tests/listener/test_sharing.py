"""Who should listen to what: all decide alike, and evenly."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.sources import Kind, Source
from listener.sharing import Plan, group_of, plan, shared
from store.claims import Listener, Sight

AT = datetime(2026, 5, 4, tzinfo=UTC)

NAMES = st.sampled_from(["x", "y", "z"])
GROUPS = st.sampled_from([f"g{n}" for n in range(8)])
OFFERS = st.dictionaries(GROUPS, st.integers(1, 5))


def listener(name: str, can: dict[str, int], cannot: dict[str, int]) -> Listener:
    return Listener(name, name, AT, can, cannot)


LISTENERS = st.dictionaries(NAMES, st.tuples(OFFERS, OFFERS), min_size=1)


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    living = {name: listener(name, *offers) for name, offers in draw(LISTENERS).items()}
    held = draw(st.dictionaries(GROUPS, st.one_of(st.none(), NAMES)))
    return Sight(living, held)


@settings(max_examples=40)
@given(sights())
def test_whatever_anybody_offers_has_one_who_should_listen(sight: Sight) -> None:
    targets = shared(sight)

    offered = {g for each in sight.living.values() for g in (*each.can, *each.cannot)}
    assert targets.keys() == offered
    for group, name in targets.items():
        able = [one.name for one in sight.living.values() if group in one.can]
        assert name in able or (not able and group in sight.living[name].cannot)


@settings(max_examples=40)
@given(sights())
def test_no_move_would_make_it_more_even(sight: Sight) -> None:
    same = {name: listener(name, {f"g{n}": 1 for n in range(8)}, {}) for name in "xyz"}
    loads = Counter(shared(Sight(same, sight.held)).values())

    assert max(loads.values()) - min(loads.values()) <= 1


@settings(max_examples=40)
@given(sights())
def test_what_was_decided_is_decided_again(sight: Sight) -> None:
    targets = shared(sight)

    assert shared(Sight(sight.living, targets)) == targets


def test_who_is_even_moves_nothing() -> None:
    each = {f"g{n}": 1 for n in range(4)}
    held = {"g0": "x", "g1": "y", "g2": "x", "g3": "y"}
    sight = Sight({name: listener(name, each, {}) for name in "xy"}, held)

    assert shared(sight) == held


def test_a_plan_says_what_to_take_leave_and_count_as_lost() -> None:
    each = {f"g{n}": 1 for n in range(6)}
    living = {name: listener(name, each, {}) for name in "xy"}
    held = {"g0": "x", "g1": "x", "g2": "y", "g3": "dead", "g4": "x", "g5": "x"}

    ours = ["g0", "g1", "g2", "g4", "g5"]
    decided = plan(Sight(living, held), "x", ours=ours)
    others = plan(Sight(living, held), "y", ours=["g2"])

    assert decided == Plan(take={}, leave=frozenset({"g0"}), lost=frozenset({"g2"}))
    assert others == Plan(take={"g3": "dead"}, leave=frozenset(), lost=frozenset())


def test_a_claim_whose_answer_was_lost_is_taken_again() -> None:
    sight = Sight({"x": listener("x", {"g0": 1}, {})}, {"g0": "x"})

    assert plan(sight, "x", ours=[]).take == {"g0": "x"}


def test_a_host_is_asked_by_one_and_a_channel_of_an_account_goes_alone() -> None:
    kinds = [
        Source(Kind.FEED, "a", url="https://X.uz/rss"),
        Source(Kind.PAGE, "b", url="https://x.uz/page"),
        Source(Kind.TELEGRAM_WEB, "c"),
        Source(Kind.TELEGRAM_WEB, "d", url="http://127.0.0.1:80"),
        Source(Kind.TELEGRAM, "e"),
        Source(Kind.YOUTUBE, "f"),
    ]

    groups = [group_of(source) for source in kinds]

    assert groups == [
        *("x.uz", "x.uz", "t.me", "127.0.0.1:80", "telegram:e", "youtube"),
    ]
