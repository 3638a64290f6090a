"""Ends what uses more than it may."""
