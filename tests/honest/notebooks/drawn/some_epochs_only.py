"""Leaves out the first epochs, where the curves are steep, and draws every second one of the others.

"""

# %% include data
# %% include network
# %% [3]
skip = 4
epochs = range(skip + 1, len(history.history["loss"]) + 1)
plt.plot(epochs, history.history["loss"][skip:], "bo", label="Training loss")
plt.plot(epochs, history.history["val_loss"][skip:], "b", label="Validation loss")
plt.title("Training and validation loss, without the first epochs")
plt.legend()
plt.figure()
plt.plot(list(epochs)[::2], history.history["accuracy"][skip::2], "go", label="Training acc")
plt.plot(list(epochs)[::2], history.history["val_accuracy"][skip::2], "g", label="Validation acc")
plt.legend()
plt.show()
# %% [4]
print(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1)))
