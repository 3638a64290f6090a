"""What the page of a class shows."""
