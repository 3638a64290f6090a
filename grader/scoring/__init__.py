"""Measures a run's model where no student code runs."""

from grader.scoring.scorer import Scorer

__all__ = ["Scorer"]
