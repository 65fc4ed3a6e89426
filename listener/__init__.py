"""From the outside world to comments: what is public, and nothing else."""
