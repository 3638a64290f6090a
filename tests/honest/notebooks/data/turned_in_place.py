"""Every digit is turned by up to ten degrees before the training, in place.

other: network.curves, network.matrix, network.accuracy
slow: yes
"""

# %% include data

# %%
from scipy import ndimage

rng = np.random.default_rng(3)
x_train = np.array([ndimage.rotate(row.reshape(8, 8), rng.uniform(-10, 10), reshape=False, order=1).ravel() for row in x_train])
# %% include network
