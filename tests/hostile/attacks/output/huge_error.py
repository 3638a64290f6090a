"""Raises an exception with a message of 100 MB.

must: The message is cut or left out.
kernel: own
outcome: *
slow: yes
cell_timeout_s: 60
"""
raise ValueError('x' * 100_000_000)
