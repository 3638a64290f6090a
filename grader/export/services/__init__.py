"""Sends grades to the web services of learning management systems."""

from grader.export.services.delivery import Gradebook, ScoreToSend, deliver

__all__ = ["Gradebook", "ScoreToSend", "deliver"]
