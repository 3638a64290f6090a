"""Reads what students hand in: finds hand-ins, mends what can be mended, says why when it can't."""

from grader.intake.beside import Visible
from grader.intake.collect import collect
from grader.intake.lms import LAYOUTS
from grader.intake.mentioned import beside_one
from grader.intake.notebooks.read import read_submission
from grader.intake.rosters.roster import Roster, read_roster
from grader.intake.rosters.table import Spreadsheet, read_table

__all__ = [
    "LAYOUTS",
    "Roster",
    "Spreadsheet",
    "Visible",
    "beside_one",
    "collect",
    "read_roster",
    "read_submission",
    "read_table",
]
