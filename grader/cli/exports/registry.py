"""Lists the formats that `grader export --to` knows."""

from __future__ import annotations

from collections.abc import Mapping

from grader.cli.exports.feedback import FEEDBACK
from grader.cli.exports.gradescope import GRADESCOPE
from grader.cli.exports.lms import CANVAS, MOODLE
from grader.cli.exports.request import Format
from grader.cli.exports.tables import CSV, JUNIT

FORMATS: Mapping[str, Format] = {
    one.name: one for one in (CSV, JUNIT, CANVAS, MOODLE, GRADESCOPE, FEEDBACK)
}
"""By name, in the order of the help. A new one needs its line here and a module that makes it."""
