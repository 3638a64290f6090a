"""Curves and matrix are saved to files, closed, and shown by IPython's Image and in the text.

"""

# %% include data
# %% include network
# %% [3]
from IPython.display import Image, display

fig = plt.figure(figsize=(8, 6))
for number, metric in enumerate(["loss", "accuracy"]):
    ax = fig.add_subplot(2, 1, number + 1)
    ax.plot(history.epoch, history.history[metric], "b.-", history.epoch, history.history["val_" + metric], "r.-")
    ax.set_ylabel(metric)
fig.savefig("learning_curves.png", dpi=80)
plt.close(fig)
display(Image("learning_curves.png"))
# %% [4]
import seaborn as sns

cm = confusion_matrix(y_valid, np.argmax(network.predict(x_valid), axis=-1))
ax = sns.heatmap(cm, annot=True, fmt="d", cmap="YlGnBu", cbar=False, linewidths=0.5)
ax.get_figure().savefig("cm.png", bbox_inches="tight")
plt.close("all")
Image(filename="cm.png", width=400)
# %% [markdown]
# ![my confusion matrix](cm.png)
