"""The chain rule by hand: the Jacobian of each operation, multiplied from the loss back."""
