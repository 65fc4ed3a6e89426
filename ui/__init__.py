"""The analysts' app. It reads, and never writes a comment."""
