"""The next step of the tape on the deck, as numbers, and taken in its parts."""
