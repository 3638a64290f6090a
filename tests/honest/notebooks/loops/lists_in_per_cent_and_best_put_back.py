"""Trains batch by batch, keeps its accuracies in per cent, and puts the best weights back at last.

other: network.accuracy
slow: yes
"""

# %% include data
# %% include build
# %%
network = build(rate=0.003)
losses, accuracies, val_losses, val_accuracies = [], [], [], []
best, kept = 0.0, network.get_weights()
for epoch in range(8):
    order = np.random.permutation(len(x_train))
    for start in range(0, len(order), 32):
        rows = order[start : start + 32]
        network.train_on_batch(x_train[rows], y_train[rows])
    loss, accuracy = network.evaluate(x_train, y_train, verbose=0)
    val_loss, val_accuracy = network.evaluate(x_valid, y_valid, verbose=0)
    losses.append(loss)
    accuracies.append(100 * accuracy)
    val_losses.append(val_loss)
    val_accuracies.append(100 * val_accuracy)
    if val_accuracy > best:
        best, kept = val_accuracy, network.get_weights()
network.set_weights(kept)
# %%
plt.plot(losses)
plt.plot(val_losses)
plt.show()
plt.plot(accuracies)
plt.plot(val_accuracies)
plt.show()
# %%
predicted = network.predict(x_valid, verbose=0).argmax(axis=1)
print(confusion_matrix(y_valid, predicted))
