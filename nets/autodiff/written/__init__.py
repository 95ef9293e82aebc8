"""Derivatives written out for a person: on the blackboard, on a worksheet, in the lecture's notation."""
