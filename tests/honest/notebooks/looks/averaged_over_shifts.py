"""Asks the network for each digit in several positions and averages what it says.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [6]
from scipy.ndimage import shift

plain = network.predict(x_valid, verbose=0)
moved = [plain]
for dy, dx in ((0.3, 0), (-0.3, 0), (0, 0.3), (0, -0.3)):
    rows = np.array([shift(r.reshape(8, 8), (dy, dx), order=1).ravel() for r in x_valid])
    moved.append(network.predict(rows, verbose=0))
print("Accuracy: %.4f" % np.mean(plain.argmax(1) == y_valid))
print("Accuracy with test-time augmentation: %.4f" % np.mean(np.mean(moved, axis=0).argmax(1) == y_valid))
# %% [output]
# Accuracy: 0.9694
# Accuracy with test-time augmentation: 0.9889
