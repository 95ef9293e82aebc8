"""What the columns of a table are: numbers, dates or texts, and how their cells are kept."""
