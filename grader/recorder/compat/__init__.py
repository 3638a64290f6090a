"""Stands in for old and foreign APIs, harmlessly and never silently: each use is reported once,
with what to write today.

Nothing here changes what correct modern code does: names are found only where Python finds none,
and arguments are translated only where Keras would refuse them.
"""
