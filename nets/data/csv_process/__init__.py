"""Files are read in processes of their own, so that none of them can harm the server."""
