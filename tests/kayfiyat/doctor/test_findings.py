"""What was found, and what is never told."""

from __future__ import annotations

import pytest

from domain.errors import ConfigError
from kayfiyat.doctor.findings import (
    Finding,
    State,
    counted,
    exit_status,
    of_error,
    of_surprise,
    ok,
    scrubbed,
    warning,
    wrong,
)

FINE, SO_SO, BAD = ok("fine"), warning("so so", "mend"), wrong("bad", "mend")


@pytest.mark.parametrize(
    "findings, status",
    [([], 0), ([FINE], 0), ([FINE, SO_SO], 0), ([SO_SO, BAD, FINE], 2)],
)
def test_only_what_is_wrong_ends_with_two(findings: list[Finding], status: int) -> None:
    assert exit_status(findings) == status


def test_findings_are_counted_in_words() -> None:
    assert counted([FINE, SO_SO, FINE]) == "0 wrong, 1 warning, 2 ok."
    assert counted([BAD]) == "1 wrong, 0 warnings, 0 ok."


def test_a_sentence_of_ours_ends_in_its_mend() -> None:
    found = of_error(ConfigError("x.toml: port: no number; mend that line"))

    assert found == Finding(State.WRONG, "x.toml: port: no number", "mend that line")


def test_what_was_given_is_not_repeated() -> None:
    error = ConfigError("site: no mail; fill in [mail] (given: {'key': 'geheim'})")

    assert "geheim" not in repr(of_error(error))


def test_a_surprise_is_told_without_its_words() -> None:
    found = of_surprise(PermissionError(13, "Permission denied", "/letters/malika"))

    assert "Permission denied" in found.said
    assert "malika" not in repr(found)


def test_secrets_and_addresses_are_blackened() -> None:
    found = wrong("pass=geheim, malika@example.org", "ask malika@example.org")

    shown = scrubbed(found, {"geheim", ""})

    assert (shown.said, shown.mend) == ("pass=…, …", "ask …")


def test_what_is_too_short_for_a_secret_blackens_nothing() -> None:
    assert scrubbed(FINE, {"in"}) == FINE
