"""Rebuilds a student's model from an allow-list of standard layers."""
