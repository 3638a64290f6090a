"""Rolling means beside pale curves, and the gap between the two losses filled; the matrix from predictions, normalised.

"""

# %% include data
# %% include network
# %% [3]
import pandas as pd
from sklearn.metrics import ConfusionMatrixDisplay

h = pd.DataFrame(history.history)
fig, ax = plt.subplots(2, 1, sharex=True, figsize=(7, 6))
for name, colour in zip(["loss", "val_loss"], ["C0", "C1"]):
    ax[0].plot(h.index, h[name], color=colour, alpha=0.3)
    ax[0].plot(h.index, h[name].rolling(5, min_periods=1).mean(), color=colour, label=name + " (mean of 5)")
ax[0].fill_between(h.index, h.loss, h.val_loss, color="grey", alpha=0.2, label="gap")
ax[0].set_yscale("log")
for name, colour in zip(["accuracy", "val_accuracy"], ["C0", "C1"]):
    ax[1].step(h.index, 1 - h[name], color=colour, label="error of " + name)
for a in ax:
    a.legend(fontsize=8)
    a.grid()
plt.show()
# %% [4]
pred = network.predict(x_valid, verbose=0).argmax(axis=1)
ConfusionMatrixDisplay.from_predictions(y_valid, pred, normalize="true", values_format=".2f", cmap=plt.cm.Blues)
plt.title("normalised")
ConfusionMatrixDisplay.from_predictions(y_valid, pred)
plt.show()
