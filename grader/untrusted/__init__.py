"""Reads numbers that a student's process wrote: the one door for npz files and for JSON."""
