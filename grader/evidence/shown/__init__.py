"""Finds what a notebook shows: figures, evaluations, summaries."""
