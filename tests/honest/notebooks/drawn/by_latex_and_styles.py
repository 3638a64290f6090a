"""Sets styles and fonts that are not on this computer (LaTeX among them) before it draws.

outcome: cell_error
"""

# %% include data
# %% [2]
import matplotlib

plt.style.use("seaborn-whitegrid")
plt.rcParams.update({"text.usetex": True, "font.family": "serif", "font.serif": ["Computer Modern Roman"], "figure.dpi": 150})
# %% include network
# %% [4]
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3))
left.plot(history.history["loss"], label=r"training loss $\mathcal{L}$")
left.plot(history.history["val_loss"], "--", label=r"validation loss $\mathcal{L}_v$")
right.plot(history.history["accuracy"], label="training")
right.plot(history.history["val_accuracy"], "--", label="validation")
left.set_xlabel(r"epoch $t$")
left.legend()
right.legend()
plt.tight_layout()
plt.show()
# %% [5]
cm = confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1))
plt.matshow(cm, cmap="Blues")
for i in range(10):
    for j in range(10):
        plt.text(j, i, r"$%d$" % cm[i, j], ha="center", va="center")
plt.show()
