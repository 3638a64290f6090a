"""Cross-validation over all digits with the network that was asked for.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% include build

# %%
from sklearn.model_selection import KFold

for train, test in KFold(6, shuffle=True, random_state=4).split(X):
    model = build()
    model.fit(X[train] / 16, y[train], epochs=6, batch_size=32, validation_data=(X[test] / 16, y[test]), verbose=0)
    print("accuracy:", model.evaluate(X[test] / 16, y[test], verbose=0)[1])
