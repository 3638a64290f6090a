"""The command line. Every module imports the heavy rooms only when its command runs."""

from grader.cli.app import main

__all__ = ["main"]
