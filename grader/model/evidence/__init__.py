"""Names what a notebook shows: what was trained, what was drawn, what was claimed, what was
answered.
"""

from grader.model.evidence.begun import as_begun
from grader.model.evidence.evidence import Evidence
from grader.model.evidence.runs import (
    Claim,
    ClaimKind,
    KeptStep,
    RoleMatch,
    Source,
    TrainingRun,
    WeightsPutIn,
    WeightsRef,
)
from grader.model.evidence.shown import (
    Answer,
    CurveShown,
    DigitShown,
    Foreign,
    ForeignKind,
    MatrixShown,
    Showing,
)

__all__ = [
    "Answer",
    "Claim",
    "ClaimKind",
    "CurveShown",
    "DigitShown",
    "Evidence",
    "Foreign",
    "ForeignKind",
    "KeptStep",
    "MatrixShown",
    "RoleMatch",
    "Showing",
    "Source",
    "TrainingRun",
    "WeightsPutIn",
    "WeightsRef",
    "as_begun",
]
