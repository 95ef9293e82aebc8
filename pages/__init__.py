"""The web pages: everything that knows the screen."""
