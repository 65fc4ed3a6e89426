"""What a newcomer gets wrong: looked for, said, with a mend. Nothing is changed."""
