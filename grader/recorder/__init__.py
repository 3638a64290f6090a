"""Runs inside the student's kernel: sees what is trained and shown, and tells the host.

Imports nothing of `grader` but its own siblings, and no heavy library before the student does.
"""
