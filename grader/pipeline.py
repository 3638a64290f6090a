"""Names the rooms in order: from a path to a graded, saved result."""
