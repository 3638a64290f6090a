"""grader: marks deep-learning assignments handed in as Jupyter notebooks."""

__version__ = "0.1.0"
