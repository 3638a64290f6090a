"""Matches a regular expression that takes for ever.

must: Interrupted or killed.
slow: yes
cells: timeout
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
import re
re.match(r'(a+)+$', 'a' * 60 + 'b')
