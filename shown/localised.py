"""Charts whose months, days and numbers are in the language spoken. Pure."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale

from shown.speech import TONGUES, spoken


def localised(chart: Any) -> Any:
    """``chart`` with the months, days and numbers of the language spoken."""
    return chart.configure(locale=_locale(spoken().tag))


def spec_of(chart: Any) -> dict[str, Any]:
    """The Vega-Lite of ``chart`` in the language spoken."""
    spec: dict[str, Any] = localised(chart).to_dict()
    return spec


@cache
def _locale(tag: str) -> dict[str, Any]:
    """d3's locales (https://vega.github.io/vega/docs/api/locale/) after CLDR."""
    locale = TONGUES[tag].locale
    return {"number": _numbers(locale), "time": _times(locale)}


def _numbers(locale: Locale) -> dict[str, Any]:
    symbols = locale.number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": [3],
        "currency": ["", ""],
        "minus": "−",
    }


def _times(locale: Locale) -> dict[str, Any]:
    months, days = locale.months["stand-alone"], locale.days["stand-alone"]
    sunday_first = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%x, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [days["wide"][n] for n in sunday_first],
        "shortDays": [days["abbreviated"][n] for n in sunday_first],
        "months": [months["wide"][n] for n in range(1, 13)],
        "shortMonths": [months["abbreviated"][n] for n in range(1, 13)],
    }
