"""From the bytes of a file to a Table, and from a Table to the Dataset a net is trained on."""
