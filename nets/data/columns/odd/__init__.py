"""Cells that are not like the others of their column: gaps in words, inexact numbers, codes, dates among numbers."""
