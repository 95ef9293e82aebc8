"""scikit-learn is imported at the first use, which takes about a second: a server has it loaded meanwhile."""


def load() -> None:
    """Import scikit-learn's metrics, so that the first use need not wait for it."""
    import sklearn.calibration  # noqa: PLC0415
    import sklearn.metrics  # noqa: F401, PLC0415 - a second, and 70 MB
