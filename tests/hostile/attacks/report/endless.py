"""Writes a word of 200,000 letters, and a tower of accents, so that nothing else is to be seen.

must: It is shortened.
"""
text = "W" * 200_000 + "Z" + "\u0301" * 5_000
