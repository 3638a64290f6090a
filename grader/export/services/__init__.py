"""Sends grades to the web services of learning management systems."""

from grader.export.services.delivery import Gradebook, Sent, deliver

__all__ = ["Gradebook", "Sent", "deliver"]
