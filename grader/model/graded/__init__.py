"""Names what a submission comes to: scores, findings, the grade, and the result that holds them
all.
"""
