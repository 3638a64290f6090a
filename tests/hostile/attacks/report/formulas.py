"""Writes a formula for the spreadsheet in which the grades are opened.

must: It is text there; a number is a number.
"""
text = "=cmd|' /C calc'!A0,@SUM(1+1),=HYPERLINK(\"@URL@\",\"x\")"
