"""Draws what is looked at: with numbers of the system's, which no student can foresee or set."""

from random import SystemRandom

RANDOM = SystemRandom()
