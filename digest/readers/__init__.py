"""Whom letters go to: addresses, sealed, and the links that are a reader's own."""
