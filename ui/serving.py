"""The app as it is served: behind the gate where sign-in is on."""

import streamlit as st
from starlette.middleware import Middleware

from domain.settings import load
from ui.gate import Gate

_auth = load().auth

# Streamlit looks for this line in the file's text.
app = st.App("app.py", middleware=[Middleware(Gate, auth=_auth)] if _auth.on else [])
