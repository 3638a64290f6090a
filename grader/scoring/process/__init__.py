"""The process in which students' weights are computed with, and what it is asked."""
