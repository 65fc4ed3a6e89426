"""The table of pages."""

import streamlit as st

from ui.overview import page

st.set_page_config(page_title="Kayfiyat", page_icon="📈", layout="wide")

st.navigation(
    [
        st.Page(page, title="Overview", default=True),
    ],
    position="top",
).run()
