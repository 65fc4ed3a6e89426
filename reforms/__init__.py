"""The catalogue of reforms: data, a file a reform. See README.md beside it."""
