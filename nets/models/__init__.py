"""The nets: their weights, and the forward pass from inputs to logits."""
