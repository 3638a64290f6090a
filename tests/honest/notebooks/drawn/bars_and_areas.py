"""The losses are areas and steps, the accuracies bars of every epoch, all in one sheet of pandas' and Matplotlib's.

"""

# %% include data
# %% include network
# %% [3]
import pandas as pd

df = pd.DataFrame(history.history)
df.index.name = "epoch"
df[["loss", "val_loss"]].plot.area(stacked=False, alpha=0.4, title="Loss", figsize=(8, 3))
plt.show()
# %% [4]
fig, ax = plt.subplots(figsize=(12, 3))
ax.bar(df.index - 0.2, df["accuracy"], width=0.4, label="train")
ax.bar(df.index + 0.2, df["val_accuracy"], width=0.4, label="val")
ax.set_ylim(0.5, 1)
ax.legend()
# %% [5]
cm = pd.DataFrame(confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(1)), index=range(10), columns=range(10))
cm.rename_axis(index="true", columns="predicted").style.background_gradient(cmap="Greens")
