"""The pages, one module or package each, with a ``TITLE`` and one ``show()``.

The folder is not called ``pages``: Streamlit would run each file of a ``pages``
beside ``app.py`` as a page of its own, before it knows of ours.
"""
