"""Colours the confusion matrix by the logarithm of its counts, so that mistakes are seen, and writes the counts into it.

other: network.curves
"""

# %% include data
# %% include network

# %%
predicted = network.predict(x_valid, verbose=0).argmax(axis=1)
counts = confusion_matrix(y_valid, predicted)
plt.imshow(np.log1p(counts), cmap="Blues")
for (true, read), count in np.ndenumerate(counts):
    plt.text(read, true, count, ha="center", va="center")
plt.xlabel("predicted")
plt.ylabel("true")
plt.show()
