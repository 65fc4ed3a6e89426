"""The facts of a week become one letter: composed, then rendered."""
