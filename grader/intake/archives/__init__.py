"""Reads archives, and unpacks them under names of our own."""
