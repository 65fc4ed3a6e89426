"""The `telegram` kind: public channels and their comments, by Telethon."""
