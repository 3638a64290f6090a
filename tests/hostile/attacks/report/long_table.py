"""Writes tables of sixty thousand cells wherever text can stand, which would take minutes to be laid out.

must: It stays text, and is shortened.
"""
cells = [(number * 7919) % 104729 for number in range(20_000)]
text = "| a | b |\n|---|---|\n" + "".join(f"| {cell} | {cell * cell} |\n" for cell in cells)
text += "<table>" + "".join(f"<tr><td>{cell * 31}</td></tr>" for cell in cells)
