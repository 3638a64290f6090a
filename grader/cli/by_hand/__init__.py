"""What `grader override` does: which of its forms was asked for, recording, showing."""
