"""Displays 200 MB at once.

must: Left out, with a note; the next cell is heard.
cells: ok
after: ok
kernel: own
limits: output
outcome: completed
cell_timeout_s: 60
memory_bytes: 2000000000
"""
from IPython.display import HTML, display
display(HTML('z' * 200_000_000))
