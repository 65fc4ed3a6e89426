"""Backups: one encrypted file of all that is stored, and back."""
