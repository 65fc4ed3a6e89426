"""What is told at once: found, worded, and sent on the rails of the letter."""
