"""Knows text whatever it is about: what a terminal would do with it, how points are written, which
scripts there are.
"""
