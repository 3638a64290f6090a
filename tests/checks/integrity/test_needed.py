"""What a notebook needed and did not get is observed."""

from dataclasses import replace

from grader.checks import integrity_findings
from grader.model.events import Notice
from grader.model.evidence import Evidence, Foreign
from grader.model.recording import CellRun
from tests.checks.cases import RECORDING, a_reference


def test_what_the_notebook_needs_and_did_not_get_is_named():
    """A missing package, another framework and other data are findings with their names and cells,
    each once.
    """
    reported = [
        Notice(
            kind="package_missing",
            message="The package cv2 is imported but not installed here.",
            execution_count=3,
        ),
        Notice(
            kind="package_missing",
            message="The package cv2 is imported but not installed here.",
            execution_count=4,
        ),
        Notice(
            kind="other_framework", message="The notebook uses PyTorch (torch).", execution_count=3
        ),
        Notice(kind="dataset_served", message="mnist.npz was served.", execution_count=3),
    ]
    runs = (
        CellRun(cell=7, execution_count=3, outcome="error"),
        CellRun(cell=9, execution_count=4, outcome="error"),
    )
    recording = replace(RECORDING, events=tuple(reported), cell_runs=runs)

    findings = integrity_findings(Evidence(), (), a_reference(), recording=recording)

    assert [(finding.kind, finding.severity, finding.evidence) for finding in findings] == [
        ("other_framework", "info", ("cell 8",)),
        ("package_missing", "info", ("cell 8", "cell 10")),
    ]


def test_what_unexecuted_code_is_about_is_said():
    """Read from the code where nothing was run."""
    foreign = Foreign("other_dataset", "The notebook loads Fashion-MNIST.", 4)

    (finding,) = integrity_findings(
        Evidence(foreign=(foreign,)), (), a_reference(), recording=RECORDING
    )

    assert (finding.kind, finding.message, finding.evidence) == (
        "other_dataset",
        foreign.message,
        ("cell 5",),
    )
