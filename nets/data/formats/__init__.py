"""Files that hold a table in a grammar of their own: ARFF, JSON, drawn tables and others, read or refused by name."""
