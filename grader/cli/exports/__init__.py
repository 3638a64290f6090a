"""The formats of `grader export --to`, each with the options that mean something for it."""
