"""Does what `grader override` is asked for: finds its form, records, shows."""
