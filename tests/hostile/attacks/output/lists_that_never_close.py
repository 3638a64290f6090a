"""Prints a hundred thousand lists that open and never close, beside tables and bars.

must: Each sign is gone through once.
kernel: own
cells: ok
after: ok
outcome: completed
"""
print('[[1 2 ' * 100_000)
print(('Epoch 1/2\n' * 3 + '[[[[' * 20 + '\n1 2\na\n') * 10_000)
