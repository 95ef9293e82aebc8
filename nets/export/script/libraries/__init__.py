"""What each library writes of a script."""
