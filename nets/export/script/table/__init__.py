"""The lines from the CSV to the arrays of training."""
