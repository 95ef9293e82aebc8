"""Tables as they are printed on a screen: in frames, between rulers, or a line a value."""
