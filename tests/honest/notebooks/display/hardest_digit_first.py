"""The matrix is sorted by the hardest digit, its errors are shown alone, too, and as bubbles; curves show the error rate in per cent.

slow: yes
"""

# %% include data
# %%
network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %%
fig, (top, bottom) = plt.subplots(2, 1, sharex=True)
top.plot(history.history["loss"], label="train"); top.plot(history.history["val_loss"], label="test"); top.set_ylabel("loss"); top.legend()
bottom.plot(100 * (1 - np.array(history.history["accuracy"]))); bottom.plot(100 * (1 - np.array(history.history["val_accuracy"])))
bottom.set_ylabel("error rate in %"); bottom.set_yscale("log")
plt.show()
# %%
predicted = network.predict(x_valid, verbose=0).argmax(axis=1)
cm = confusion_matrix(y_valid, predicted)
recall = cm.diagonal() / cm.sum(axis=1)
order = np.argsort(recall)
fig, ax = plt.subplots(figsize=(5, 5))
ax.imshow(cm[np.ix_(order, order)], cmap="Purples")
ax.set_xticks(range(10), order); ax.set_yticks(range(10), [f"{d} ({recall[d]:.0%})" for d in order])
for i in range(10):
    for j in range(10):
        if cm[order[i], order[j]]:
            ax.text(j, i, cm[order[i], order[j]], ha="center", va="center", color="w" if i == j else "k")
ax.set_title("hardest digit first")
plt.show()
# %%
errors = cm.copy()
np.fill_diagonal(errors, 0)
ii, jj = np.nonzero(errors)
plt.scatter(jj, ii, s=120 * errors[ii, jj]); plt.xticks(range(10)); plt.yticks(range(10)); plt.gca().invert_yaxis(); plt.grid(alpha=0.3)
plt.title("mistakes only"); plt.show()
