"""Quotes: where they obey the rules, what is done where they do not, and backslashes before them."""
