"""Leaves graders out of a published record: who they are, and what they wrote to one another."""

from __future__ import annotations

from grader.export.published import PublicFinding, PublicIntegrity, PublicRecord

NOBODY = {"author": "", "reason": ""}


def without_graders(record: PublicRecord) -> PublicRecord:
    """The same record; points, comments for students and times stay."""
    return record.model_copy(
        update={
            "findings": tuple(map(_finding, record.findings)),
            "integrity": tuple(map(_observation, record.integrity)),
            "decisions": tuple(one.model_copy(update=NOBODY) for one in record.decisions),
        }
    )


def _finding(finding: PublicFinding) -> PublicFinding:
    given = finding.override
    if given is None:
        return finding
    said = f"a person, {given.time}" + (f": {given.comment}" if given.comment else "")
    changed = {"override": given.model_copy(update=NOBODY), "overridden_by": said}
    return finding.model_copy(update=changed)


def _observation(observation: PublicIntegrity) -> PublicIntegrity:
    if observation.judged is None:
        return observation
    return observation.model_copy(update={"judged": observation.judged.model_copy(update=NOBODY)})
