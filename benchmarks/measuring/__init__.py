"""How it is measured: programs from outside, in turns, on which machine."""
