"""Asks its user forty thousand questions and reads none of the answers, so that whoever answers waits for ever.

must: Some are answered; the next cell runs.
kernel: own
cells: ok
after: ok
"""
from IPython import get_ipython
kernel = get_ipython().kernel
parent, whose = kernel.get_parent('shell'), kernel._shell_parent_ident.get()
for _ in range(40_000):
    question = {'prompt': 'x' * 1500, 'password': False}
    kernel.session.send(kernel.stdin_socket, 'input_request', question, parent=parent, ident=whose)
print('asked')
