"""Sends errors from a cell that raises none, as long as they may be and of empty lines.

must: They take room like all outputs, and so many lines are kept as a traceback has.
kernel: own
cells: error
after: ok
outcome: cell_error
"""
from IPython import get_ipython
kernel = get_ipython().kernel
for number in range(1_500):
    trace = {'ename': 'E', 'evalue': 'x' * 20_000, 'traceback': ['\n' * 20_000]}
    kernel.session.send(kernel.iopub_socket, 'error', trace, parent=kernel.get_parent())
