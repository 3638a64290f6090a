"""The formats of `grader export --to`, each with the options that belong to it."""
