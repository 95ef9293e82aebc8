"""A sweep: many runs that differ in a few settings. Nothing in here loads TensorFlow."""
