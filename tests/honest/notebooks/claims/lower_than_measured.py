"""The saved figure is lower than what a run gives here: the notebook was changed for the better and not saved again.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% [6]
loss, accuracy = network.evaluate(x_valid, y_valid, verbose=0)
print(f"Validation accuracy: {accuracy:.4f}")
# %% [output]
# Validation accuracy: 0.9139
