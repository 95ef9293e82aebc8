"""The figures of the Autodiff page."""
