"""From a Table to the Dataset a net is trained on."""
