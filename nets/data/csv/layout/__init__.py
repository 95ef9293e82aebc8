"""Where a table stands in a text: its places and bars, its header, its names, and the lines that are no rows."""
