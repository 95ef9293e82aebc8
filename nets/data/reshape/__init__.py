"""A table in another shape: a row for each time step or for each sequence, and columns made of a time."""
