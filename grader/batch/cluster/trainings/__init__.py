"""Has every training that the hand-ins of a class ask for done once, whichever workers ask."""
