"""The palette: read by everyone, on light and on dark."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from mood.sums import Floats
from shown import theme

GROUNDS = {"light": theme.LIGHT, "dark": theme.DARK}

# How colours look without one kind of cone (Machado, Oliveira and Fernandes 2009,
# IEEE TVCG 15, severity 1), on linear RGB.
SEEN = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

APART = 20.0
"""CIE76 difference; 2.3 can just be noticed."""


def linear(colour: str) -> Floats:
    parts = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    light: Floats = np.where(
        parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4
    )
    return light


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: Floats) -> Floats:
    to_xyz = np.array(
        [
            [0.4124, 0.3576, 0.1805],
            [0.2126, 0.7152, 0.0722],
            [0.0193, 0.1192, 0.9505],
        ]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", GROUNDS.values(), ids=GROUNDS)
def test_every_colour_of_words_can_be_read(palette: dict[str, str]) -> None:
    words = [name for name in palette if name.endswith(("TextColor", "textColor"))]
    words += ["primaryColor", "linkColor", "blueColor", "orangeColor", "grayColor"]

    low = [
        name
        for name in words
        if contrast(palette[name], palette["backgroundColor"]) < 4.5
    ]

    assert low == []


@pytest.mark.parametrize("palette", GROUNDS.values(), ids=GROUNDS)
def test_a_caption_can_be_read(palette: dict[str, str]) -> None:
    """Streamlit writes captions in the colour of words at 60% over the ground."""
    ink, ground = palette["textColor"], palette["backgroundColor"]
    parts = [
        round(0.6 * int(ink[n : n + 2], 16) + 0.4 * int(ground[n : n + 2], 16))
        for n in (1, 3, 5)
    ]

    assert contrast("#{:02x}{:02x}{:02x}".format(*parts), ground) >= 4.5


def test_a_warning_can_be_read_on_its_own_ground() -> None:
    for palette in GROUNDS.values():
        ink, ground = palette["yellowTextColor"], palette["yellowBackgroundColor"]
        assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("palette", GROUNDS.values(), ids=GROUNDS)
def test_every_line_and_bar_stands_off_its_ground(palette: dict[str, str]) -> None:
    ground = palette["backgroundColor"]
    drawn = [palette[name] for name in ("primaryColor", "blueColor", "orangeColor")]

    low = [
        colour
        for colour in (*drawn, theme.NEUTRAL, *theme.SERIES)
        if contrast(colour, ground) < 3
    ]

    assert low == []


@pytest.mark.parametrize("palette", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("eyes", SEEN)
def test_the_three_attitudes_stay_apart_for_all_eyes(
    palette: dict[str, str], eyes: str
) -> None:
    attitudes = [palette["blueColor"], theme.NEUTRAL, palette["orangeColor"]]
    seen = [lab(np.array(SEEN[eyes]) @ linear(colour)) for colour in attitudes]

    nearest = min(np.linalg.norm(a - b) for a, b in combinations(seen, 2))

    assert nearest >= APART


def test_pictures_have_a_colour_for_every_name() -> None:
    assert set(theme.PRINTED) == {
        theme.MOOD,
        theme.IN_FAVOUR,
        theme.AGAINST,
        theme.QUIET,
    }
