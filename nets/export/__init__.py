"""A run taken elsewhere: as a script of another library, or as a file that holds the net."""
