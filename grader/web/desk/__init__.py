"""Holds what lies before the people who grade, without a word of HTTP."""
