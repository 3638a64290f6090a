"""Sends an event nested a hundred thousand deep.

must: It is no event; counted and passed over.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include frames
send(b'{"event":"notice","kind":"x","message":' + b'['*100_000 + b']'*100_000 + b'}')
