"""Notebooks of students who did nothing wrong, graded from end to end."""
