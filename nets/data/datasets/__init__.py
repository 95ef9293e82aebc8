"""The tables that come with the app: files, and problems made to order."""
