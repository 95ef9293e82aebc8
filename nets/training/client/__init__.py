"""A run as the server knows it, and the trainer processes. Nothing in here loads TensorFlow."""
