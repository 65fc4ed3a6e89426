"""Which ranking, of what, by which weights: in the address, so that it can be sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import streamlit as st

from domain.scorecards import By, Component, Weights
from shown.speech import _, later
from ui import address
from ui.views.official.wording import PARTS

OWN = "own"

RANKINGS: dict[str, tuple[str, Weights]] = {
    "overall": (later("Overall"), Weights()),
    "followed": (later("Most followed"), Weights(1, 0, 0, 0, 0, 0, 0)),
    "interactions": (later("Most interactions"), Weights(0, 0, 1, 0, 0, 0, 0)),
    "effective": (later("Most effective"), Weights(0, 0, 0, 1, 0, 0, 0)),
    "dialogue": (later("Best at dialogue"), Weights(0, 0, 0, 0, 1, 1, 0)),
    OWN: (later("By your own weights"), Weights()),
}
"""After Twiplomacy's; each is a choice of weights, and all of them can be changed."""

ROWS: dict[By, str] = {"source": later("Page"), "institution": later("Institution")}

KEYS = ("rank", "rows", "weights")
"""What is chosen here is called so in the address."""

RANK, BY = "official-rank", "official-rows"

MOST, STEP = 3.0, 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A ranking by name, what each row is, and the weights."""

    rank: str = "overall"
    by: By = "source"
    weights: Weights = field(default_factory=Weights)

    @property
    def of_one(self) -> Component | None:
        """The only part that counts; its figure says more than its percentile."""
        parts = [part for part, _weight in self.weights.items()]
        return parts[0] if len(parts) == 1 else None


def choose(*, page: str) -> Choice:
    """Show the controls; what they stand at."""
    state = st.session_state
    asked = address.anew(KEYS, page)
    if asked is not None or RANK not in state:
        _set(choice_of(asked or {}))
    for key in (RANK, BY, *map(_key, Component)):
        # Set each time: in another language, Streamlit takes it for another widget.
        state[key] = state[key] if key in state else _held(Choice())[key]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {rank: _(name) for rank, (name, _weights) in RANKINGS.items()}
        _select(_("Ranking"), names, key=RANK, width=230)
        _select(_("One row for each"), {b: _(n) for b, n in ROWS.items()}, key=BY)
    rank = state[RANK]
    weights = _sliders() if rank == OWN else RANKINGS[rank][1]
    chosen = Choice(rank, state[BY], weights)
    address.keep(query_of(chosen), keys=KEYS, page=page)
    return chosen


def choice_of(query: Mapping[str, Sequence[str]]) -> Choice:
    """What an address asks for; what it says wrongly is left at its default. Pure."""
    rank, rows, told = (next(iter(query.get(key, ())), "") for key in KEYS)
    by: By = next((one for one in get_args(By) if one == rows), "source")
    if rank not in RANKINGS:
        rank = "overall"
    weights = RANKINGS[rank][1]
    if rank == OWN and told:
        weights = Weights(**{str(part): 0.0 for part in Component} | dict(_read(told)))
    return Choice(rank, by, weights)


def query_of(choice: Choice) -> dict[str, list[str]]:
    """The shortest address of a choice. Pure."""
    told = ",".join(f"{part}:{weight:g}" for part, weight in choice.weights.items())
    return {
        "rank": [choice.rank] if choice.rank != "overall" else [],
        "rows": [choice.by] if choice.by != "source" else [],
        "weights": [told or "0"] if choice.rank == OWN else [],
    }


def _read(told: str) -> Iterator[tuple[str, float]]:
    """``followers:1,answered:2``; a weight is a step of the slider."""
    for each in told.split(","):
        part, _colon, number = each.partition(":")
        if part in set(Component):
            try:
                weight = STEP * round(float(number) / STEP)
            except (ValueError, OverflowError):
                continue
            yield part, min(max(weight, 0.0), MOST)


def _sliders() -> Weights:
    st.caption(_("How much each part counts in the score; 0 leaves it out."))
    with st.grid(4, min_column_width=200):
        for part in Component:
            st.slider(_(PARTS[part]), 0.0, MOST, step=STEP, key=_key(part))
    return Weights(**{str(part): st.session_state[_key(part)] for part in Component})


def _set(choice: Choice) -> None:
    for key, value in _held(choice).items():
        st.session_state[key] = value


def _held(choice: Choice) -> dict[str, object]:
    """What each widget holds at this choice."""
    own = choice.weights if choice.rank == OWN else Weights()
    weights = {_key(part): float(getattr(own, part)) for part in Component}
    return {RANK: choice.rank, BY: choice.by, **weights}


def _key(part: Component) -> str:
    return f"official-weight-{part}"


def _select(
    label: str, named: Mapping[str, str], *, key: str, width: int = 190
) -> None:
    st.selectbox(
        label,
        list(named),
        key=key,
        format_func=lambda value: named.get(value, value),
        width=width,
    )
