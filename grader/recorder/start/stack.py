"""Names what notebooks import."""

STACK = (
    "numpy",
    "pandas",
    "scipy.stats",
    "matplotlib.pyplot",
    "seaborn",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.neural_network",
    "sklearn.preprocessing",
    "PIL.Image",
    "tensorflow",
    "keras",
)
"""Imported ahead where kernels are forked. So that a forked kernel and one that is started cold
give the same random numbers, importing one of these leaves Python's generator as it was.
"""
