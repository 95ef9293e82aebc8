"""What commands write to standard error, and what they keep from it."""
