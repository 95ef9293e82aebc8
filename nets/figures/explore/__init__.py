"""The figures of the page Explore."""
