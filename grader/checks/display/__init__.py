"""Reads what is drawn beside each other."""
