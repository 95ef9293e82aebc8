"""What a visitor works on, whatever screen shows it: a table, its versions, and the dataset made of it."""
