"""Hands out the assignment's data under the names that notebooks know it by."""
