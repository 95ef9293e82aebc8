"""Rows that a net was not trained on, encoded as its training rows were."""
