"""Prepares its images in a pool of processes and a pool of threads.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Pool

with Pool(4) as pool:
    print(sum(pool.map(abs, range(1000))))
with ThreadPoolExecutor(16) as threads:
    print(sum(threads.map(abs, range(1000))))
# %% include network
