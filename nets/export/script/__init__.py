"""A run as a readable script, put together from small pieces: table, first weights, net, loss, step, loop."""
