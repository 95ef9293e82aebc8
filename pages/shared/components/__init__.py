"""Parts of a page that change in place."""
