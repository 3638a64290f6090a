"""Asks Jupyter to restart the kernel, to lose its history.

must: No new kernel is started; what was recorded stays.
kernel: own
outcome: *
"""
get_ipython().kernel.do_shutdown(True)
import os, signal
os.kill(os.getpid(), signal.SIGTERM)
import time
time.sleep(3)
