"""What a report shows of the model that answers a role."""
