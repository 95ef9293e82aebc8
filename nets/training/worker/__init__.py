"""The trainer process: runs take turns, and questions are answered beside them."""
