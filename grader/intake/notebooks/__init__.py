"""Reads notebook files, whatever state they are in."""
