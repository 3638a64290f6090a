"""Lets the host do a training of Keras' own in the kernel's place, and hands out its result."""
