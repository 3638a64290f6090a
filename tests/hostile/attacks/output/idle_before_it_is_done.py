"""Says that the cell is done while it still runs.

must: Later cells wait for it, and time runs on.
cells: ok
after: ok
kernel: own
"""
import time
kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, 'status', {'execution_state': 'idle'}, parent=kernel.get_parent())
time.sleep(1)
