"""Tells the host of a training from its first step to its weights, and remembers what was sent."""
