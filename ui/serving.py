"""The app as it is served: behind the gate where sign-in is on."""

import streamlit as st
from starlette.middleware import Middleware

from domain.settings import load
from ui.gate import Gate
from ui.headers import Headed, without_sign_in

_auth = load().auth
_guard = Middleware(Gate, auth=_auth) if _auth.on else without_sign_in()

# Streamlit looks for this line in the file's text.
app = st.App("app.py", middleware=[Middleware(Headed), _guard])
