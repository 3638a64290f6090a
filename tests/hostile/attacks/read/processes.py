"""Lists the processes of the host and of sibling notebooks.

must: The process namespace holds the sandbox alone.
bare: breach
"""
import os
try:
    got = len([pid for pid in os.listdir('/proc') if pid.isdigit()]) > 8
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
