"""The page for people who grade."""
