"""Sends lists that lie in each other: they have no commas, and take forty times their text in memory.

must: Ended for what it recorded.
kernel: own
outcome: kernel_died
limits: recording
cells: error
after: not_run
"""
# include channel
head = b'{"event":"fit_started","run":1,"epochs":1,"way":"fit","compiled":{"optimizer":"SGD","loss":"mse","optimizer_config":{"a":['
tail = b']}},"model":{"model_id":7,"class_name":"S","layers":[],"parameters":1,"trainable_parameters":1}}'
for _ in range(60):
    send(head + b','.join([b'[' * 150 + b']' * 150] * 3_000) + tail)
