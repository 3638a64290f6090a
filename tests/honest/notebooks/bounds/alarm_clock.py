"""Sets an alarm for a cell that might hang, as answers on the web advise.

parts: network
other: network.curves, network.matrix
"""

# %%
import signal, threading

signal.setitimer(signal.ITIMER_REAL, 1000)
signal.setitimer(signal.ITIMER_REAL, 0)
timers = [threading.Timer(1000, print) for _ in range(40)]
for timer in timers:
    timer.daemon = True
    timer.start()
for timer in timers:
    timer.cancel()
# %% include data
# %% include network
