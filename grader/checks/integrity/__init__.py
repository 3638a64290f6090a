"""Names what a person should look at before believing the results; changes no points."""
