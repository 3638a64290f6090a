"""Goes on in a thread after its cell has ended.

must: It ends with the notebook.
cells: ok
kernel: own
outcome: *
"""
import threading

def loop():
    while True:
        pass

threading.Thread(target=loop, daemon=True).start()
