"""Epochs of gradient descent under a GradientTape."""
