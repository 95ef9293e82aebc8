"""What was done to a tape, as texts: in words, and in an address."""
