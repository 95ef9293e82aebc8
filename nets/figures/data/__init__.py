"""The figures of the Data page."""
