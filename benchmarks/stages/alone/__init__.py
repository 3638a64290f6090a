"""Stages that each run one script, in a process of its own."""
