"""Draws the learning curves smoothly, by a filter and a spline of SciPy's.

other: network.matrix
"""

# %% include data
# %% include network

# %%
from scipy.interpolate import make_interp_spline
from scipy.ndimage import gaussian_filter1d

epochs, fine = np.arange(1, 41), np.linspace(1, 40, 400)
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
for name in ("loss", "val_loss"):
    left.plot(epochs, gaussian_filter1d(history.history[name], sigma=1), label=name)
for name in ("accuracy", "val_accuracy"):
    right.plot(fine, make_interp_spline(epochs, history.history[name])(fine), label=name)
plt.legend()
plt.show()
