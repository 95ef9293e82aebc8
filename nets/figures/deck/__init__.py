"""The figures of the deck."""
