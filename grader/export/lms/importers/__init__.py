"""Reads what was written as the importers of the systems do, rule by rule, so that nothing else
lands there than what is meant.
"""
