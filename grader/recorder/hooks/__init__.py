"""Watches what a notebook calls: Keras, scikit-learn, loops of the student's own, figures,
cells.
"""
