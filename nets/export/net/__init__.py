"""A net as a file that something else runs: arrays, ONNX, Keras, LiteRT, C."""
