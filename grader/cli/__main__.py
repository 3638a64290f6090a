"""Runs the command line: `python -m grader.cli` is `grader`."""

from grader.cli import main

if __name__ == "__main__":
    main()
