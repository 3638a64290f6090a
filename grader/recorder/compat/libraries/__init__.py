"""Stands in for what the scientific libraries took years ago: names, arguments, places of
arguments.
"""
