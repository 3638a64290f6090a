"""Knows what correct solutions reach over many seeds: trained, turned into bands, kept, compared
with the founding values.
"""

from grader.reference.build import build_reference
from grader.reference.founding import FoundingCheck, verify_founding
from grader.reference.runs import refuse_others_runs
from grader.reference.saved import load_reference, save_reference, thresholds_path
from grader.reference.show import ReferenceValue, describe
from grader.reference.tested import load_rubric_test
from grader.reference.training import TrainingProgress, train
from grader.reference.weak import weak_bands

__all__ = [
    "FoundingCheck",
    "ReferenceValue",
    "TrainingProgress",
    "build_reference",
    "describe",
    "load_reference",
    "load_rubric_test",
    "refuse_others_runs",
    "save_reference",
    "thresholds_path",
    "train",
    "verify_founding",
    "weak_bands",
]
