"""What was saved in a file, on the command line."""
