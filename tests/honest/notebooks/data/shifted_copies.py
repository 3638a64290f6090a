"""Copies of the digits, shifted by a pixel, are put behind them.

other: network.curves, network.matrix
slow: yes
"""

# %% include data

# %%
from scipy.ndimage import shift

moved = np.array([shift(row.reshape(8, 8), (0, 1)).ravel() for row in x_train])
x_train, y_train = np.concatenate([x_train, moved]), np.concatenate([y_train, y_train])
# %% include network
