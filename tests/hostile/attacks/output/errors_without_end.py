"""Sends thousands of errors from a cell that raises none.

must: They count as outputs; so many are kept as a cell may have.
kernel: own
cells: error
after: ok
outcome: cell_error
"""
from IPython import get_ipython
send = get_ipython().kernel.session.send
for number in range(5_000):
    send(get_ipython().kernel.iopub_socket, 'error', {'ename': 'E', 'evalue': str(number), 'traceback': ['x' * 1000]}, parent=get_ipython().kernel.get_parent())
