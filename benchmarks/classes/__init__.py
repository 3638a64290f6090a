"""What is graded: notebooks, classes of them, and batches of classes."""
