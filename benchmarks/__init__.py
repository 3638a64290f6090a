"""Measures grader against the tools that people use today: `make bench`, `make bench-full`."""
