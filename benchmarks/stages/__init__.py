"""What the benchmark measures, a module a question."""
