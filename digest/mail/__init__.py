"""How a message is written, signed and handed to a mail server."""
