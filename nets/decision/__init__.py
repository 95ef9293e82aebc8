"""What an MLP makes of its inputs, computed in the trainer: the decision map, and the output of each hidden unit."""
