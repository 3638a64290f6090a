"""Reads scikit-learn's classification reports in a cell's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_HEADER = re.compile(
    r"\s{0,40}precision\s{1,20}recall\s{1,20}f1-score\s{1,20}support", re.IGNORECASE
)
_SHARE = r"\d{1,3}(?:\.\d{1,10})?"
_ROW = re.compile(
    rf"\s{{0,40}}(\S[^\t]{{0,40}}?)\s{{1,40}}({_SHARE})\s{{1,20}}({_SHARE})\s{{1,20}}({_SHARE})\s{{1,20}}(\d{{1,9}})\s{{0,40}}$"
)
_ACCURACY = re.compile(rf"\s{{0,40}}accuracy\s{{1,60}}({_SHARE})\s{{1,20}}(\d{{1,9}})\s{{0,40}}$")
_AVERAGES = {"macro avg", "weighted avg", "micro avg", "samples avg", "avg / total"}


@dataclass(slots=True)
class ClassificationReport:
    """One classification report."""

    labels: list[str] = field(default_factory=list)
    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    f1: list[float] = field(default_factory=list)
    support: list[float] = field(default_factory=list)
    accuracy: float | None = None
    quote: str = ""


def read_reports(lines: Sequence[str]) -> list[ClassificationReport]:
    """Return the reports that the lines hold, in order."""
    return [report for report in _read(lines) if report.labels]


def _read(lines: Sequence[str]) -> Iterator[ClassificationReport]:
    report: ClassificationReport | None = None
    for line in lines:
        if "precision" in line and _HEADER.match(line):
            if report:
                yield report
            report = ClassificationReport(quote=line.strip()[:60])
        elif report and len(line) < 300 and not _take(report, line):
            yield report
            report = None
    if report:
        yield report


def _take(report: ClassificationReport, line: str) -> bool:
    """Add a row; False where the report is over."""
    if not line.strip():
        return True
    if total := _ACCURACY.match(line):
        report.accuracy = float(total[1])
        report.quote = line.strip()
        return True
    row = _ROW.match(line)
    if row is None:
        return False
    label, precision, recall, f1, support = row.groups()
    if " ".join(label.split()) in _AVERAGES:
        if report.accuracy is None and label.startswith(("weighted", "avg")):
            report.accuracy = float(recall)
        return True
    report.labels.append(label)
    for values, value in zip(
        (report.precision, report.recall, report.f1, report.support),
        (precision, recall, f1, support),
        strict=True,
    ):
        values.append(float(value))
    return True
