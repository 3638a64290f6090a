"""Gathers what a report shows of the model that answers a role."""
