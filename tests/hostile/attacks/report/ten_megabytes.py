"""Writes ten megabytes into an answer, emphasised word by word.

must: Two pages of it are shown.
"""
text = "**so** _many_ [words](http://example.org) " * 250_000
