"""The decision map: what an MLP predicts over two of its inputs, computed in the trainer."""
