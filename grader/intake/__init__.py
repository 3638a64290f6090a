"""Reads what students hand in: finds hand-ins, mends what can be mended, says why when it can't."""

from grader.intake.collect import collect
from grader.intake.lms import LAYOUTS
from grader.intake.read import read_submission
from grader.intake.roster import Roster, read_roster

__all__ = ["LAYOUTS", "Roster", "collect", "read_roster", "read_submission"]
