"""The engines, a file each; none is imported before it is asked for."""
