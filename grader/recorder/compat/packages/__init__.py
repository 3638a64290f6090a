"""Stands in for packages that are not installed."""
