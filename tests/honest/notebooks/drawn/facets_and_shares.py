"""Curves in facets of seaborn's from a long table; the matrix in per cent of each row, by hand.

"""

# %% include data
# %% include network
# %% [3]
import pandas as pd
import seaborn as sns

sns.set_theme(style="darkgrid", context="talk")
curves = (
    pd.DataFrame(history.history)
    .assign(epoch=lambda d: np.arange(1, len(d) + 1))
    .melt("epoch", var_name="name", value_name="value")
    .assign(what=lambda d: d["name"].str.replace("val_", ""), on=lambda d: np.where(d["name"].str.startswith("val_"), "validation", "training"))
)
sns.relplot(data=curves, x="epoch", y="value", hue="on", col="what", kind="line", facet_kws={"sharey": False})
# %% [4]
cm = confusion_matrix(y_valid, network.predict(x_valid, verbose=0).argmax(axis=1))
cmn = cm.astype("float") / cm.sum(axis=1)[:, np.newaxis]
plt.figure(figsize=(10, 8))
sns.heatmap(cmn, annot=True, fmt=".1%", xticklabels=range(10), yticklabels=range(10))
plt.ylabel("Actual")
plt.xlabel("Predicted");
