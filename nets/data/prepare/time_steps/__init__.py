"""Rows as time steps: which a net reads and which have a loss, their sequences, and one of them alone."""
