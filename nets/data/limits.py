"""How large a table may be: one place for the bounds that keep a shared server answering."""

MAX_BYTES = 20 * 2**20
MAX_ROWS = 1_000_000
MAX_COLUMNS = 10_000
MAX_CLASSES = 1_000
MAX_NEW_ROWS = 10_000  # that a page asks predictions for, at each epoch that it shows
MAX_NEW_INPUTS = 500_000  # their numbers, rows times inputs
