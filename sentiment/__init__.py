"""A comment to its language, attitude and reforms. Text in, numbers out."""
