"""What automatic differentiation does inside a net: its derivatives, one by one, as plain numbers."""
