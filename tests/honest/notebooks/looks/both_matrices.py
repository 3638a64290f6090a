"""Draws the matrices of the training and of the held-out digits side by side, with totals written by hand.

other: network.curves
slow: yes
"""

# %% include data
# %% include network

# %%
fig, axes = plt.subplots(1, 2, figsize=(14, 6))
for ax, (rows, labels, title) in zip(axes, ((x_train, y_train, "train"), (x_valid, y_valid, "valid"))):
    cm = confusion_matrix(labels, network.predict(rows, verbose=0).argmax(1))
    wide = np.zeros((11, 11), dtype=int)
    wide[:10, :10] = cm
    wide[10, :10], wide[:10, 10], wide[10, 10] = cm.sum(0), cm.sum(1), cm.sum()
    ax.matshow(wide, cmap="Greens")
    for i in range(11):
        for j in range(11):
            ax.text(j, i, str(wide[i, j]), ha="center", va="center", color="white" if wide[i, j] > 20 else "black")
    ax.set_xticks(range(11), [*range(10), "Σ"])
    ax.set_yticks(range(11), [*range(10), "Σ"])
    ax.set_title(f"{title}: {np.trace(cm) / cm.sum():.2%}")
plt.show()
