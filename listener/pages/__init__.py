"""Reads pages that the settings describe: posts and comments by selectors."""
