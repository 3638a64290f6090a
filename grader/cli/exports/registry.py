"""Lists the formats that `grader export --to` knows."""

from __future__ import annotations

from collections.abc import Mapping

from grader.cli.exports.by_hand import GRADING_SHEET
from grader.cli.exports.feedback import FEEDBACK
from grader.cli.exports.gradescope import GRADESCOPE
from grader.cli.exports.lms import BLACKBOARD, BRIGHTSPACE, CANVAS, MOODLE
from grader.cli.exports.request import Format
from grader.cli.exports.services import CANVAS_SERVICE, LTI, MOODLE_SERVICE
from grader.cli.exports.tables import CSV, JSON, JUNIT, NBGRADER

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        *(CSV, JSON, JUNIT, NBGRADER, GRADING_SHEET),
        *(CANVAS, MOODLE, BRIGHTSPACE, BLACKBOARD),
        *(CANVAS_SERVICE, MOODLE_SERVICE, LTI),
        *(GRADESCOPE, FEEDBACK),
    )
}
"""By name, in the order of the help. A new one needs its line here and a module that makes it."""
