"""Deletes In, Out and everything it has defined.

must: The recording is on the host's side.
kernel: own
outcome: *
"""
%reset -f
In.clear() if 'In' in globals() else None
