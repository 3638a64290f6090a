"""The Python environment that a course brings: found, looked at, built from a list of
requirements.
"""

from grader.environment.build import Requirements, build_environment
from grader.environment.find import environment_of
from grader.environment.probe import describe

__all__ = ["Requirements", "build_environment", "describe", "environment_of"]
