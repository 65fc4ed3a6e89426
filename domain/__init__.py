"""The words of the business. Imports nothing of ours; everything else may import it."""
