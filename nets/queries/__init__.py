"""What pages ask of a trainer: a file for each query, with its answer; no TensorFlow is needed to ask."""
