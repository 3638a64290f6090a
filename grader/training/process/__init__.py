"""The process that trains jobs: no code of a student's runs in it, and it sees no network."""
