"""The best validation accuracy of all epochs is printed as the result.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [7]
print("Best val_accuracy:", max(history.history["val_accuracy"]))
# %% [output]
# Best val_accuracy: 0.9833333492279053
