"""What Next.js writes into a page, in pieces."""

from __future__ import annotations

import json

from listener.pages.flight import flight_values


def pushed(*pieces: str) -> list[str]:
    return [f"self.__next_f.push([1,{json.dumps(piece)}])" for piece in pieces]


def test_a_row_may_be_cut_anywhere() -> None:
    rows = '1:["$","div",null,{"title":"Yangi tarif"}]\n2:{"id":7}\n'

    for at in range(1, len(rows)):
        found = flight_values(pushed(rows[:at], rows[at:]))
        assert found == [["$", "div", None, {"title": "Yangi tarif"}], {"id": 7}]


def test_a_text_row_is_put_in_where_it_is_named() -> None:
    text = "Ўзгариш:\nикки қатор"
    size = f"{len(text.encode()):x}"

    found = flight_values(pushed(f'a:T{size},{text}b:{{"anons":"$a","id":1}}\n'))

    assert found == [{"anons": text, "id": 1}]


def test_rows_of_other_kinds_are_passed_over() -> None:
    rows = '0:I["chunk.js"]\n:HL["/style.css"]\n3:{"id":1}\nbroken:{\n4:{"id":'

    assert flight_values([*pushed(rows), "window.x = 1", ""]) == [{"id": 1}]


def test_a_reference_in_a_circle_ends() -> None:
    assert flight_values(pushed('1:{"a":"$1"}\n')) == [{"a": "$1"}]
