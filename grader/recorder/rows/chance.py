"""Decides what is looked at: by numbers of the system, which no student can foresee or set."""

from random import SystemRandom

RANDOM = SystemRandom()
