"""The chain rule: the Jacobian of each operation, multiplied from the loss back."""
