"""What a server's answer means for a letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.mail.answers import (
    Doubt,
    Gone,
    Later,
    Ours,
    Outcome,
    Refused,
    Sent,
    Stage,
    answer,
    judged,
    lost,
)

BEFORE_THE_READER = (Stage.CONNECT, Stage.TLS, Stage.LOGIN, Stage.SENDER)


@pytest.mark.parametrize(
    "code, words, kind",
    [
        (550, "5.1.1 unknown", Gone),
        (550, "5.1.10 null MX", Gone),
        (550, "unknown", Gone),
        (550, "5.4.1 Recipient address rejected: Access denied", Gone),
        (551, "not local", Gone),
        (553, "5.1.3 syntax", Gone),
        (556, "no mail there", Gone),
        (550, "5.2.1 disabled", Gone),
        (550, "5.7.13 disabled", Gone),
        (550, "5.7.17 new owner", Gone),
        (552, "5.2.2 full", Later),
        (552, "too many", Later),
        (550, "5.3.2 not now", Later),
        (450, "4.2.0 greylisted", Later),
        (550, "4.2.0 greylisted", Gone),
        (552, "5.2.3 too large", Refused),
        (550, "5.7.1 policy", Ours),
        (550, "5.1.8 bad sender", Ours),
        (550, "5.7.26 unauthenticated", Ours),
        (550, "5.7.64 TenantAttribution; Relay Access Denied", Ours),
        (550, "relay not permitted", Ours),
        (550, "5.1.1 unknown in relay recipient table", Gone),
        (554, "no", Ours),
        (503, "bad order", Ours),
        (530, "5.7.0 sign in", Ours),
        (535, "who", Ours),
        (200, "what", Later),
        (-1, "", Later),
    ],
)
def test_of_a_receiver(code: int, words: str, kind: type[Outcome]) -> None:
    assert type(judged(Stage.RECEIVER, answer(code, words))) is kind


@pytest.mark.parametrize(
    "code, words, kind",
    [
        (250, "2.0.0 taken as 12 for a@b.uz", Sent),
        (251, "forwarded", Sent),
        (452, "4.3.1 disk", Later),
        (552, "5.2.2 full", Later),
        (552, "5.3.4 too large", Refused),
        (554, "spam", Refused),
        (550, "5.7.1 spam", Refused),
        (550, "5.7.26 unauthenticated", Ours),
        (550, "5.1.1 unknown after all", Gone),
        (530, "5.7.0 sign in", Ours),
        (-1, "no number", Doubt),
    ],
)
def test_of_a_letter(code: int, words: str, kind: type[Outcome]) -> None:
    assert type(judged(Stage.END, answer(code, words))) is kind


@pytest.mark.parametrize("stage", BEFORE_THE_READER)
def test_what_is_refused_before_the_reader_is_named_stops_all(stage: Stage) -> None:
    outcome = judged(stage, answer(550, "5.1.1 whatever"))

    assert outcome == Ours(f"550 5.1.1 at {stage}", every=True)


def test_a_server_that_mistrusts_us_for_one_reader_stops_no_other() -> None:
    for words in ("5.7.1 policy", "5.7.26 unauthenticated", "relay denied"):
        outcome = judged(Stage.RECEIVER, answer(550, words))

        assert isinstance(outcome, Ours)
        assert not outcome.every


@pytest.mark.parametrize("stage", Stage)
def test_only_after_the_end_a_loss_is_a_doubt(stage: Stage) -> None:
    kind = {Stage.CONNECT: Ours, Stage.END: Doubt}.get(stage, Later)

    assert type(lost(stage, "connection lost")) is kind


@given(
    stage=st.sampled_from(Stage),
    code=st.integers(-1, 999),
    status=st.from_regex(r"([245]\.[0-9]{1,3}\.[0-9]{1,3} )?", fullmatch=True),
    words=st.text(),
)
def test_no_word_of_the_server_is_repeated(
    stage: Stage, code: int, status: str, words: str
) -> None:
    outcome = judged(stage, answer(code, f"{status}reader@example.org {words}"))

    told = outcome.reply if isinstance(outcome, Sent) else outcome.reason  # type: ignore[union-attr]
    assert "@" not in told
    assert told.isprintable()
    assert len(told) < 80


@given(stage=st.sampled_from(Stage), code=st.integers(400, 499), words=st.text())
def test_what_may_pass_is_tried_again(stage: Stage, code: int, words: str) -> None:
    kind = Ours if stage is Stage.LOGIN else Later

    assert isinstance(judged(stage, answer(code, words)), kind)


def test_a_server_that_puts_signing_in_off_is_not_asked_for_each_letter() -> None:
    said = judged(Stage.LOGIN, answer(454, "4.7.0 later"))

    assert said == Ours("454 4.7.0 at signing in")
