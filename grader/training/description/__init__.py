"""Describes a call of `fit` as a job, in one spelling for all ways to write it."""
