"""One file a command: read the options, wire the parts, show what came of it."""
