"""What is proposed for a table: which column is the label, and which are neither label nor input."""
