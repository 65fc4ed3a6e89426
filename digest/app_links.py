"""The letter's view as an address of the app. Pure."""

from __future__ import annotations

from urllib.parse import urlencode

from domain.periods import Period


def mood_view(
    app_url: str, period: Period, *, tag: str, reform: str | None = None
) -> str:
    """Where the app shows the mood of ``period`` by week; "" without an app.

    It opens on that page, so the bare address is its own.
    """
    if not app_url:
        return ""
    query = {
        **({"reform": reform} if reform else {}),
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "by": "week",
        "lang": tag,
    }
    return f"{app_url.rstrip('/')}/?{urlencode(query)}"
