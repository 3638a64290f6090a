"""Names what a person should look at before believing the figures; changes no points."""
