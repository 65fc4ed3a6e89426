"""The app: the table of pages, in the reader's language."""

import streamlit as st

from shown.speech import _
from ui import roles, tongue
from ui.contents import CONTENTS, name

tongue.listen()

st.set_page_config(page_title="Kayfiyat", page_icon="📈", layout="wide")

if roles.admitted():
    # Without headings: Streamlit's lists of headings are broken to a screen reader.
    st.navigation(
        [
            st.Page(
                page.show,
                title=_(page.TITLE),
                url_path=name(page),
                default=page is CONTENTS[0],
            )
            for page in CONTENTS
        ],
        position="top",
    ).run()
    roles.leave()
