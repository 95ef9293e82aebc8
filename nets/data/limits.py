"""How large a table may be: one place for the bounds that keep a shared server answering."""

MAX_BYTES = 20 * 2**20
MAX_ROWS = 1_000_000
MAX_COLUMNS = 10_000
MAX_CLASSES = 1_000
