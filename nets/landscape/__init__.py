"""The loss landscape: the loss over a plane through a net's weights, and where the paths of runs lie on it."""
