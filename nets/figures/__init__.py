"""Plain records to plotly figures; no TensorFlow and no screen in here."""
