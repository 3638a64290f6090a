"""Runs what is IPython's or Python 2's and no longer understood."""
