"""The settings in which intervals are tried."""

from __future__ import annotations

from tests.mood.simulation import EVEN, Public, Setting
from tests.mood.worlds import P

SKEWED = (0.6, 0.3, 0.1)
EXTREME = (0.9, 0.08, 0.02)
PLEASED = (0.1, 0.3, 0.6)
CALM = (0.03, 0.94, 0.03)


def one(voices: int, shares: P = EVEN, posts: int = 0) -> tuple[Public]:
    return (Public("uz", voices, shares, posts),)


THREE = (Public("uz", 60, SKEWED), Public("ru", 30, EVEN), Public("en", 10, PLEASED))

SETTINGS = {
    "5 voices": Setting(one(5)),
    "about 6 voices, seldom 5": Setting(one(6), varied=True),
    "10 voices": Setting(one(10)),
    "30 voices": Setting(one(30)),
    "400 voices": Setting(one(400)),
    "skewed, 10 voices": Setting(one(10, SKEWED)),
    "very skewed, 10 voices": Setting(one(10, EXTREME)),
    "very skewed, 200 voices": Setting(one(200, EXTREME)),
    "one author wrote 200 comments": Setting(one(30), loud=200),
    "a campaign of 40, left out": Setting(one(50, PLEASED), campaign=40),
    "three languages": Setting(THREE),
    "three languages, mix shifting": Setting(THREE, shifting=True, varied=True),
    "errors measured on 20 a class": Setting(one(200, SKEWED), measured=20),
    "errors measured on 60 a class": Setting(one(200, SKEWED), measured=60),
    "nearly all neutral, 50 voices": Setting((Public("ru", 50, CALM),)),
    "nearly all neutral, 400 voices": Setting((Public("ru", 400, CALM),)),
    "8 posts, 100 voices": Setting(one(100, posts=8)),
    "20 posts, 200 voices": Setting(one(200, posts=20)),
    "40 posts, 1000 voices": Setting(one(1000, posts=40)),
    "3 posts, 100 voices": Setting(one(100, posts=3)),
    "scorer elsewhere": Setting(one(300), elsewhere=0.04),
    "scorer elsewhere, three languages": Setting(THREE, elsewhere=0.04),
    "scorer elsewhere, skewed": Setting(one(300, SKEWED), elsewhere=0.04),
}
