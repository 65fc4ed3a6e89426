"""The page of labels, run without a browser on a real MongoDB."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from streamlit.testing.v1 import AppTest

from domain.cards import Card, Measured
from domain.labels import Said
from domain.periods import Period
from domain.reforms import Reform
from store.audit import Audit
from store.labels import Labels
from store.reforms import save_titles
from store.scorers import save_card
from tests.ui import public
from tests.ui.conftest import Open, said
from ui import queries, roles
from ui.views.label.draws import how_long, until_yesterday
from ui.views.label.turns import BATCH, one_line

MongoDB = Database[dict[str, Any]]

NOW = datetime.now(UTC)
THEN = NOW - timedelta(days=2)


@pytest.fixture
def voices(uri_and_db: tuple[str, str], database: MongoDB) -> Callable[[int], Period]:
    """Lets so many voices write the day before yesterday."""
    return lambda count: public.speak(uri_and_db, database, count, at=THEN)


@pytest.fixture
def drawn(database: MongoDB, voices: Callable[[int], Period]) -> Period:
    """Sixty comments, of which forty are drawn."""
    period = voices(60)
    public.draw(database, period, 40, now=NOW)
    return period


def seated(page: AppTest, name: str = "Dilnoza") -> AppTest:
    """The page once a name is given."""
    page.text_input[0].set_value(name)
    button(page, "Begin").click()
    return page.run()


def button(page: AppTest, label: str) -> Any:
    (found,) = [each for each in page.button if each.label == label]
    return found


def answers(database: MongoDB) -> list[tuple[str, str]]:
    """Who said what."""
    return [
        (given["labeller"], given["said"])
        for each in database["labels"].find().sort("place", 1)
        for given in each["answers"]
    ]


def test_without_a_draw_the_page_says_what_to_do(
    open_view: Open, voices: Callable[[int], Period]
) -> None:
    voices(20)

    page = open_view("label")

    assert "Nothing is labelled yet" in said(page)
    assert "Nothing is drawn yet" in said(page)


def test_a_sample_is_drawn_from_what_is_chosen(
    open_view: Open, voices: Callable[[int], Period], database: MongoDB
) -> None:
    voices(60)
    page = open_view("label", period="month", language="uz")

    page.number_input[0].set_value(20)
    button(page, "Draw").click().run()

    assert not page.exception
    assert page.success[0].value == "20 comments drawn, 33% of those that could be."
    (drawn,) = Labels(database).draws()
    assert drawn.frame.languages == ("uz",)
    assert drawn.frame.sources is None
    assert drawn.drawn == 20


def test_few_voices_are_not_drawn_from(
    open_view: Open, voices: Callable[[int], Period], database: MongoDB
) -> None:
    voices(4)
    page = open_view("label")

    button(page, "Draw").click().run()

    assert any("fewer than 5 voices" in each.value for each in page.warning)
    assert Labels(database).draws() == []


def test_what_was_drawn_is_not_drawn_again(
    open_view: Open, voices: Callable[[int], Period], database: MongoDB
) -> None:
    public.draw(database, voices(20), 20, now=NOW)
    page = open_view("label")

    button(page, "Draw").click().run()

    assert [each.value for each in page.info] == [
        "All comments of this choice were drawn before."
    ]


def test_what_is_still_to_come_today_is_not_drawn_from() -> None:
    today = date(2026, 3, 10)
    week = Period(date(2026, 3, 4), today)

    assert until_yesterday(week, today) == Period(date(2026, 3, 4), date(2026, 3, 9))
    assert until_yesterday(Period(today, today), today) == Period(today, today)


@pytest.mark.parametrize(
    "comments, says",
    [
        (20_000, []),
        (100_000, ["about 20 seconds"]),
        (900_000, ["about 3 minutes"]),
        (5_000_000, ["about 17 minutes", "too long for a page"]),
    ],
)
def test_a_long_draw_says_so_before(comments: int, says: list[str]) -> None:
    told = " ".join(how_long(comments))

    assert bool(told) == bool(says)
    assert all(each in told for each in says)


def test_a_name_is_asked_for_once_and_comments_are_shown_as_text(
    open_view: Open, drawn: Period
) -> None:
    page = open_view("label")
    assert len(page.text) == 0

    seated(page, " Dil\tnoza* ")

    assert not page.exception
    assert r"You label as **Dil noza\***" in said(page)
    assert page.text[0].value.startswith(public.HOSTILE)
    assert "author" not in said(page)


@pytest.mark.parametrize(
    "label, kept",
    [
        ("Against", "against"),
        ("Neutral", "neutral"),
        ("In favour", "in_favour"),
        ("Cannot say", "unclear"),
    ],
)
def test_an_answer_is_kept_and_the_next_comment_comes(
    open_view: Open, drawn: Period, database: MongoDB, label: str, kept: str
) -> None:
    page = seated(open_view("label"))
    first = page.text[0].value

    button(page, label).click().run()

    assert not page.exception
    assert answers(database) == [("Dilnoza", kept)]
    assert page.text[0].value != first


@pytest.fixture
def about_land(database: MongoDB, drawn: Period) -> str:
    """What was drawn names a reform, as far as its words go."""
    parts = {"parts": ["land", 1, "uz"], "reforms": "land"}
    database["labels"].update_many({}, {"$push": parts})
    public.speak_of(database, drawn, "land")
    return "land"


def reforms_kept(database: MongoDB) -> list[list[str] | None]:
    """Which reforms the answers name; None where they leave them as found."""
    return [
        given.get("reforms")
        for each in database["labels"].find().sort("place", 1)
        for given in each["answers"]
    ]


def test_a_comment_that_does_not_speak_of_the_reform_is_told_by_one_button(
    open_view: Open, about_land: str, database: MongoDB
) -> None:
    page = seated(open_view("label"))
    assert "How does it take this: Land" in said(page)

    button(page, "It does not speak of that").click().run()
    assert "How does it take what it speaks of?" in said(page)
    button(page, "Against").click().run()
    button(page, "Neutral").click().run()

    assert not page.exception
    assert "How does it take this: Land" in said(page)  # the next begins as found
    assert reforms_kept(database) == [[], None]


def test_a_second_thought_on_the_reform_leaves_it_as_found(
    open_view: Open, about_land: str, database: MongoDB
) -> None:
    page = seated(open_view("label"))

    button(page, "It does not speak of that").click().run()
    button(page, "It does speak of that").click().run()
    button(page, "Against").click().run()

    assert reforms_kept(database) == [None]


def test_another_reform_can_be_named(
    open_view: Open, about_land: str, database: MongoDB
) -> None:
    save_titles(database, [Reform("water", {"en": "Saving water"})])
    page = seated(open_view("label"))

    page.multiselect(key=f"about-{first_comment(database)}").set_value(["water"]).run()
    assert "How does it take this: Saving water" in said(page)
    button(page, "In favour").click().run()

    assert not page.exception
    assert reforms_kept(database) == [["water"]]


def first_comment(database: MongoDB) -> str:
    return str(Labels(database).pending("Dilnoza")[0].comment)


def test_labels_on_something_else_are_counted_and_left_out_of_the_reform(
    open_view: Open, about_land: str, database: MongoDB
) -> None:
    told = []
    for count, reforms in ((20, None), (4, ()), (2, ())):
        public.label(database, count, Said.AGAINST, reforms=reforms)
        queries.forget()
        told.append(said(open_view("label", reform=about_land)))

    assert all("of 20 clear labels" in each for each in told)
    assert "something else" not in told[1]  # four are too few to tell
    assert "6 labels say that the comment speaks of something else" in told[2]


def test_an_answer_can_be_taken_back(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    page = seated(open_view("label"))
    assert button(page, "Take back the last").disabled
    texts = []
    for label in ("Against", "Neutral"):
        texts.append(page.text[0].value)
        button(page, label).click().run()

    button(page, "Take back the last").click().run()

    assert answers(database) == [("Dilnoza", "against")]
    assert page.text[0].value == texts[1]
    button(page, "In favour").click().run()
    assert answers(database) == [("Dilnoza", "against"), ("Dilnoza", "in_favour")]


@pytest.mark.parametrize("refusing", ["labels", "audit"])
def test_what_could_not_be_saved_is_saved_at_the_next_try_and_counted_once(
    open_view: Open, drawn: Period, database: MongoDB, refusing: str
) -> None:
    page = seated(open_view("label"))
    rules = database.get_collection(refusing).options()["validator"]

    database.command("collMod", refusing, validator={"no": "line"})
    button(page, "Against").click().run()
    assert page.error
    database.command("collMod", refusing, validator=rules)
    button(page, "Try again").click().run()

    assert not page.error
    assert answers(database) == [("Dilnoza", "against")]
    (line,) = Audit(database).lines()
    assert (line.number, line.withdrawn) == (1, 0)


def test_one_goes_on_where_one_stopped(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    page = seated(open_view("label"))
    button(page, "Against").click().run()
    stopped = page.text[0].value

    again = seated(open_view("label"))

    assert again.text[0].value == stopped


def test_a_second_labeller_sees_what_others_labelled_and_no_answer(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 2, Said.AGAINST)
    page = seated(open_view("label"), "Anvar")
    waiting = page.text[0].value

    page.toggle(key="second").set_value(True).run()
    assert page.text[0].value != waiting
    for _ in range(2):
        button(page, "Neutral").click().run()

    assert not page.exception
    assert "Nothing is left to compare" in said(page)
    assert sorted(answers(database)) == [
        *[("Anvar", "neutral")] * 2,
        *[("Dilnoza", "against")] * 2,
    ]


def test_the_figures_follow_after_a_batch(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    page = seated(open_view("label"))

    for _ in range(BATCH):
        button(page, "Against").click().run()

    assert f"of {BATCH} clear labels" in said(page)


def test_when_all_is_labelled_the_page_says_so(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 39, Said.AGAINST)
    page = seated(open_view("label"))

    button(page, "Against").click().run()

    assert not page.exception
    assert "All that was drawn is labelled" in said(page)


def test_accuracy_is_told_by_script_with_its_interval(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 40, Said.AGAINST)

    page = open_view("label")

    assert "says what people say of **50%** of 40 clear labels (95%: 35% to 65%)" in (
        said(page)
    )
    rows = page.dataframe[0].value.set_index("what")
    assert list(rows.index) == [
        "Uzbek",
        "Uzbek, Cyrillic script",
        "Uzbek, Latin script",
    ]
    assert list(rows["right"]) == [50, 0, 100]
    assert list(rows["labels"]) == [40, 20, 20]
    assert rows.loc["Uzbek, Latin script", "between"] == "84% – 100%"


def test_fewer_than_k_voices_have_no_figure(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 4, Said.AGAINST)

    page = open_view("label")

    assert "Clear labels of fewer than 5 voices" in said(page)
    assert len(page.dataframe) == 0


def test_the_mood_is_shown_without_labels_and_with_them(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 24, Said.AGAINST)
    few = open_view("label", by="day")
    assert "No day has 25 labelled voices yet." in said(few)

    public.label(database, 9, Said.AGAINST)
    queries.forget()
    page = open_view("label", by="day")

    assert "The mood of 1 day is made with labels." in said(page)
    (row,) = page.dataframe[1].value.to_dict("records")
    assert row["labels"] == 33
    assert row["without"].startswith("−25")
    assert row["with"].startswith("−100")


@pytest.mark.parametrize("scorer, warned", [("joint-1.0", True), ("joint-2.0", False)])
def test_a_scorer_worse_than_its_card_is_told_of(
    open_view: Open, drawn: Period, database: MongoDB, scorer: str, warned: bool
) -> None:
    none = (None, None, None)
    measured = (Measured("uz", "dev", 1_000, 0.8, 0.8, none),)
    save_card(database, Card(scorer, None, measured=measured))
    public.label(database, 40, Said.IN_FAVOUR)

    page = open_view("label")

    told = [each.value for each in page.warning if "Worse than its card" in each.value]
    assert bool(told) == warned
    if told:
        assert "In Uzbek the scorer is right on 0%; its card says 80%" in told[0]
        assert "80 percentage points less (95%: " in told[0]


def test_agreement_has_an_interval(
    open_view: Open, drawn: Period, database: MongoDB
) -> None:
    public.label(database, 20, Said.AGAINST)
    public.label(database, 20, Said.NEUTRAL)
    page = open_view("label")
    assert "No comment has two labellers yet" in said(page)

    public.label(database, 36, Said.AGAINST, by="Anvar", second=True)
    page = open_view("label")

    assert "On 36 comments labelled by two, Krippendorff's alpha is" in said(page)
    assert "That is little" in said(page)


def test_a_reader_may_look_and_not_label(
    open_view: Open,
    drawn: Period,
    database: MongoDB,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public.label(database, 40, Said.AGAINST)
    monkeypatch.setattr(roles, "may_write", lambda: False)

    page = open_view("label")

    assert "analysts label" in page.info[0].value
    assert len(page.button) == 0
    assert len(page.text_input) == 0
    assert "50%" in said(page)


def test_the_app_writes_labels_and_draws_and_a_note_alone(
    open_view: Open, voices: Callable[[int], Period], database: MongoDB
) -> None:
    voices(30)
    written = {"labels", "draws", "audit"}
    names = [n for n in database.list_collection_names() if n not in written]
    before = {name: list(database[name].find().sort("_id", 1)) for name in names}

    page = open_view("label")
    button(page, "Draw").click().run()
    seated(page)
    button(page, "Against").click().run()

    assert answers(database) == [("Dilnoza", "against")]
    assert before == {
        name: list(database[name].find().sort("_id", 1)) for name in names
    }


def test_a_name_is_a_line_as_on_the_command_line() -> None:
    assert one_line(" Dil\x00\n noza ") == "Dil noza"
    assert one_line(" \t ") == ""
