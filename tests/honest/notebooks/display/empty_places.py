"""A table of pandas is empty where nothing was counted, and losses are drawn relative to the first epoch's, after it."""

# %% include data
# %% include network

# %%
import pandas as pd

for name in ("loss", "val_loss"):
    losses = np.array(history.history[name])
    plt.plot(losses / losses[0], label=name)
plt.legend()
plt.show()
# %%
digits = pd.DataFrame({"true": y_valid, "read": network.predict(x_valid, verbose=0).argmax(axis=1)})
digits.groupby(["true", "read"]).size().unstack()
