"""Epochs of gradient descent, what they leave on the tape, and the process that runs them."""
