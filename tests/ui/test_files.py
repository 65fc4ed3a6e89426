"""What is saved: numbers as numbers, words as words, pictures without a network."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from struct import unpack

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import pytest

from domain.periods import starts_at
from shown import theme
from shown.frames import kept_frame, wall
from shown.localised import spec_of
from shown.pictures import LETTER, SCALE, WIDTH, pictured, png_of
from shown.speech import ENGLISH, TONGUES, speak
from tests.ui.estimated import day, estimate
from ui.files import clocked, csv_of, parquet_of

TABLE = pd.DataFrame({"words": ["нарх oʻsdi", None], "mood": [-5.5, 12.0]})


def chart() -> alt.Chart:
    made: alt.Chart = (
        alt.Chart(TABLE)
        .mark_bar()
        .encode(x="words:N", y="mood:Q", color=alt.value(theme.AGAINST))
    )
    return made


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("x")'],
)
def test_no_cell_is_run_by_a_spreadsheet(cell: str) -> None:
    saved = csv_of(pd.DataFrame({"name": [cell]}))

    read = pd.read_csv(BytesIO(saved), encoding="utf-8-sig", keep_default_na=False)

    assert read["name"][0].startswith("'")


def test_a_column_is_not_run_either() -> None:
    assert csv_of(pd.DataFrame({"=1": [1]})) == b"\xef\xbb\xbf'=1\r\n1\r\n"


def test_numbers_stay_numbers_also_below_zero() -> None:
    saved = csv_of(TABLE)

    assert saved.decode("utf-8-sig") == "words,mood\r\nнарх oʻsdi,-5.5\r\n,12.0\r\n"


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert csv_of(TABLE).startswith(b"\xef\xbb\xbf")


def test_parquet_gives_back_the_table() -> None:
    pd.testing.assert_frame_equal(
        pd.read_parquet(BytesIO(parquet_of(TABLE))), TABLE, check_dtype=False
    )


def test_a_moment_is_saved_with_the_name_of_its_clock() -> None:
    table = pd.DataFrame({"start": [wall(starts_at(day(1)))], "day": [day(1)]})

    assert list(clocked(table).columns) == ["start_tashkent", "day"]


def test_few_voices_are_saved_without_their_number() -> None:
    weeks = [estimate(10.0, first=day(1)), estimate(None, first=day(2), voices=4)]

    saved = kept_frame(weeks, k=5)

    assert saved["voices"].tolist() == [100, pd.NA]
    assert saved["comments"].isna().tolist() == [False, True]
    assert saved["mood"].isna().tolist() == [False, True]


def test_it_is_saved_how_each_step_was_made() -> None:
    made = replace(estimate(), scorers=("new", "old"), labels=40)

    saved = kept_frame([made, estimate(first=day(3))], k=5)

    assert saved["scorers"].tolist() == ["new, old", ""]
    assert saved["labels"].tolist() == [40, 0]


def test_silence_is_saved_as_none_who_spoke() -> None:
    saved = kept_frame([estimate(None, voices=0, comments=0)], k=5)

    assert saved["voices"].tolist() == [0]


def test_a_picture_is_wide_enough_for_print() -> None:
    picture = png_of(spec_of(chart()), title="Kayfiyat oʻsdi", subtitle="Ўзбекча")

    assert picture.startswith(b"\x89PNG")
    assert unpack(">I", picture[16:20])[0] >= WIDTH * SCALE


def test_a_picture_has_the_colours_that_a_browser_would_fill_in() -> None:
    drawn = pictured(spec_of(chart()), title="Mood")

    assert drawn["encoding"]["color"]["value"] == theme.LIGHT["orangeColor"]
    assert drawn["title"]["text"] == "Mood"


def test_what_a_picture_says_of_itself_does_not_run_out_of_it() -> None:
    said = " · ".join(f"Source {number}" for number in range(60))

    drawn = pictured(spec_of(chart()), title="Mood", subtitle=said)["title"]

    assert len(drawn["subtitle"]) > 1
    assert all(len(line) * LETTER <= WIDTH for line in drawn["subtitle"])
    assert " ".join(drawn["subtitle"]) == said


def test_words_in_the_data_are_never_taken_for_colours() -> None:
    data = pd.DataFrame({"words": ["orange"]})
    bars = alt.Chart(data).mark_bar().encode(x="words:N")

    drawn = pictured(spec_of(bars), title="")

    assert list(drawn["datasets"].values()) == [[{"words": "orange"}]]


def test_a_chart_names_months_in_the_language_spoken() -> None:
    speak(TONGUES["uz"].tag)
    try:
        locale = spec_of(chart())["config"]["locale"]
    finally:
        speak(ENGLISH.tag)

    assert locale["time"]["shortMonths"][0] == "Yan"
    assert locale["time"]["days"][0] == "yakshanba"
    assert locale["number"]["decimal"] == ","
