"""Writes half a megabyte wherever text can stand, emphasised word by word.

must: Two pages of it are shown.
"""
text = "**so** _many_ [words](http://example.org) " * 12_500
