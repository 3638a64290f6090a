"""Training and validation accuracy stand in one line.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [7]
train_acc = network.evaluate(x_train, y_train, verbose=0)[1]
val_acc = network.evaluate(x_valid, y_valid, verbose=0)[1]
print(f"train accuracy: {train_acc:.3f}, validation accuracy: {val_acc:.3f}")
# %% [output]
# train accuracy: 0.999, validation accuracy: 0.972
