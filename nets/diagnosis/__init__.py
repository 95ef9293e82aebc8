"""What is wrong with a run, or right: remarks in plain words, with their evidence and what to try. No TensorFlow."""
