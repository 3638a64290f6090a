"""What the integrity of one run is about."""

from grader.checks import integrity_findings
from grader.model.descriptions import CompileInfo
from grader.model.evidence import Claim
from tests.checks.cases import RECORDING, a_reference


def kinds(evidence, *scores, recording=RECORDING):
    findings = integrity_findings(evidence, scores, a_reference(), recording=recording)
    return [(finding.kind, finding.severity) for finding in findings]


ASKED = {
    "compiled": CompileInfo("SGD", {"learning_rate": 0.01}, "mean_squared_error"),
    "batch_size": 32,
}
"""Trained as the reference is."""


def claimed(accuracy, *, data="held_out", **fields):
    return Claim(
        "evaluation",
        5,
        {"val_accuracy": accuracy, "loss": 0.1},
        quote=f"{accuracy}",
        data=data,
        **fields,
    )
