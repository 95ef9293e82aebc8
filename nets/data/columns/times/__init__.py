"""Times as people and programs write them: dates, months and quarters, times of day, durations."""
