"""Takes the processor from everybody else.

must: Raising a priority takes a capability.
"""
import os
try:
    got = os.setpriority(os.PRIO_PROCESS, 0, -20) is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
