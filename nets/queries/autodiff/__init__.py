"""What the page Autodiff asks."""
