"""Losses in per cent of the first epoch's, accuracies as mistakes per thousand.

"""

# %% include data
# %% include network
# %% [3]
h = {k: np.array(v) for k, v in history.history.items()}
plt.plot(100 * h["loss"] / h["loss"][0], label="training")
plt.plot(100 * h["val_loss"] / h["val_loss"][0], label="validation")
plt.ylabel("loss, % of the first epoch")
plt.legend()
plt.show()
plt.semilogy(1000 * (1 - h["accuracy"]) + 1, label="training")
plt.semilogy(1000 * (1 - h["val_accuracy"]) + 1, label="validation")
plt.ylabel("mistakes per 1000 (+1)")
plt.legend()
plt.show()
# %% [4]
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
