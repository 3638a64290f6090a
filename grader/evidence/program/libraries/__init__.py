"""Knows what calls of NumPy, Keras, scikit-learn and matplotlib make."""
