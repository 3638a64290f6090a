"""Announces a payload of eight exabytes, so that everything later is swallowed.

must: It only hides its own later events; the notebook ends in time.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include frames
send(FINISHED, b'x' * 1000, sizes=(len(json.dumps(FINISHED)), 2**63 - 1))
