"""Measures a run's model where no student code runs."""

from grader.scoring.effort import products_per_example
from grader.scoring.scorer import Scorer

__all__ = ["Scorer", "products_per_example"]
