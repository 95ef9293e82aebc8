"""The marks of a right and a wrong prediction, which are read without colour."""

RIGHT_MARK, WRONG_MARK = "✓", "✗"
