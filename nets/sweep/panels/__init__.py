"""What the panels of Explore show of a sweep."""
