"""Decides how long a training runs, and what may be believed without running it."""
