"""Keeps what trainings came to: in the user's store, and beside the bundled assignments."""
