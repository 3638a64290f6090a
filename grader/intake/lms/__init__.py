"""Knows how learning management systems lay out what students handed in."""

from grader.intake.lms.owner import HandInLayout, Owner
from grader.intake.lms.recognise import LAYOUTS, recognise

__all__ = ["LAYOUTS", "HandInLayout", "Owner", "recognise"]
