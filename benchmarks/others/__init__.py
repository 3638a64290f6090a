"""The tools that grader is measured against, each set up as its documentation says."""
