"""A loop calls fit for one epoch at a time, and stops after a few.

other: network.curves, network.matrix, network.accuracy
"""

# %% include data
# %% include build

# %%
network, accuracies = build(), []
for epoch in range(6):
    h = network.fit(x_train, y_train, batch_size=32, epochs=1, validation_data=(x_valid, y_valid), verbose=0)
    accuracies.append(h.history["val_accuracy"][0])
print("accuracy:", accuracies[-1])
