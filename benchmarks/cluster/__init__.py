"""A cluster on loopback, what may happen to it, and what it would cost on many machines."""
