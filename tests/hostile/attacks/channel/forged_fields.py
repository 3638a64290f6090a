"""Stamps its own times, and names files of the host as its arrays.

must: Both fields are the host's to set.
kernel: own
cells: ok
after: ok
outcome: completed
arrays: none
"""
# include frames
send({**FINISHED, 'arrays': '../../../etc/passwd', 'host_time_s': -5, 'same_arrays_as': 10**18})
