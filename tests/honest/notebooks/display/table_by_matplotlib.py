"""The matrix is a table that Matplotlib draws, with digits as its heads; curves are steps, with the gap between them filled.

parts: network
slow: yes
"""

# %% include data
# %% include network
# %%
fig, ax = plt.subplot_mosaic([["loss", "accuracy"]], figsize=(9, 3))
epochs = range(1, 41)
ax["loss"].fill_between(epochs, history.history["loss"], history.history["val_loss"], alpha=0.2)
ax["loss"].plot(epochs, history.history["loss"], epochs, history.history["val_loss"])
for name in ("accuracy", "val_accuracy"):
    ax["accuracy"].step(epochs, history.history[name], where="mid", label=name)
ax["accuracy"].legend()
plt.show()

# %%
counts = confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1))
fig, ax = plt.subplots()
ax.axis("off")
ax.table(cellText=[[str(n) for n in row] for row in counts], rowLabels=[f"is {d}" for d in range(10)], colLabels=[str(d) for d in range(10)], loc="center")
ax.set_title("Confusion matrix: rows are true, columns are read")
plt.show()
