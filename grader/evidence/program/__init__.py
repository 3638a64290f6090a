"""Reads the student's code without running it: which models it builds, how it compiles, trains and
draws them.
"""

from grader.evidence.program.actions import (
    Action,
    Evaluation,
    FitCall,
    HistoryPlot,
    MatrixPlot,
    Printed,
    SummaryCall,
)
from grader.evidence.program.read import read_program

__all__ = [
    "Action",
    "Evaluation",
    "FitCall",
    "HistoryPlot",
    "MatrixPlot",
    "Printed",
    "SummaryCall",
    "read_program",
]
