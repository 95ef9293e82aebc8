"""What the server and a trainer say to each other. Nothing in here loads TensorFlow."""
