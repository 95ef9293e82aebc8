"""From the bytes of a CSV file to a Table."""
