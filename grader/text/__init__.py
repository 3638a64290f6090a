"""Knows text whatever it is about: tables and YAML as people write them, what a terminal would do
with it, how points are written, which scripts there are.
"""
