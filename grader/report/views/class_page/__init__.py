"""Gathers what the page of a class shows."""
