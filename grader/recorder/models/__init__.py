"""Describes models to the host."""
