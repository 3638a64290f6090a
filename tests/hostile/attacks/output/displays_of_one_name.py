"""Puts up thousands of displays of one name, and changes them all with each message.

must: The last few change; the kernel is heard on.
kernel: own
cells: ok
after: ok
outcome: completed
"""
from IPython.display import display, update_display
for number in range(1500):
    display(number, display_id='one')
for number in range(1500):
    update_display(number, display_id='one')
