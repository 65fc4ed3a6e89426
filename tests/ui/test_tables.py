"""Tables as they are shown."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

TABLE = """
import pandas as pd
from ui import tables
shares = [0.0, 0.2, 33.3, 99.0, 99.6, 100.0, None]
columns = {"name": "Name", "seen": tables.share_column("Seen")}
tables.show(pd.DataFrame({"name": "a", "seen": shares}), columns, "Shares")
"""


def test_nearly_all_is_not_shown_as_all_nor_a_little_as_nothing() -> None:
    page = AppTest.from_string(TABLE, default_timeout=30).run()

    shown = page.dataframe[0].value["seen"]
    assert not page.exception
    assert shown.dropna().tolist() == [0.0, 1.0, 33.3, 99.0, 99.0, 100.0]
    assert shown.isna().sum() == 1
