"""Reads assignments: `assignment.yaml`, its data, and where the bundled ones lie."""

from grader.assignment.bundled import bundled, bundled_assignments, other_assignments
from grader.assignment.dataset import load_dataset
from grader.assignment.fingerprint import (
    decision_fingerprint,
    examination_fingerprint,
    execution_fingerprint,
)
from grader.assignment.load import FILE_NAME, find_assignment, load_assignment
from grader.assignment.scaffold import new_assignment
from grader.assignment.schema import json_schema
from grader.text.spelling import nearest
from grader.text.yaml_text import read_document

__all__ = [
    "FILE_NAME",
    "bundled",
    "bundled_assignments",
    "decision_fingerprint",
    "examination_fingerprint",
    "execution_fingerprint",
    "find_assignment",
    "json_schema",
    "load_assignment",
    "load_dataset",
    "nearest",
    "new_assignment",
    "other_assignments",
    "read_document",
]
