"""The history is shown as a table of pandas.

other: network.matrix
"""

# %% include data
# %% include network

# %%
import pandas as pd

frame = pd.DataFrame(history.history)
frame.plot()
frame.tail(3)
