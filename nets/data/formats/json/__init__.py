"""JSON: its values, and the table they make."""
