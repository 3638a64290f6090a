"""The ways in which a solution is made wrong, and those in which it is written otherwise and stays
right.
"""
