"""The tables that come with the app: files, and synthetic problems."""
