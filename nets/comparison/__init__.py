"""The MLP beside the RNN: both on the same rows, in their true order and shuffled, and an RNN that forgets."""
