"""Writes a table of a hundred thousand cells, which would take minutes to be laid out.

must: It stays text, and is shortened.
"""
text = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 50_000 + "<table>" + "<tr><td>x</td></tr>" * 50_000
