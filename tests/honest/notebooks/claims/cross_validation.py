"""Five folds of the training data, the accuracy of each printed.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network
# %% include build

# %% [8]
from sklearn.model_selection import StratifiedKFold

for fold, (train, test) in enumerate(StratifiedKFold(5, shuffle=True, random_state=1).split(x_train, y_train)):
    model = build()
    model.fit(x_train[train], y_train[train], epochs=8, verbose=0)
    print(f"fold {fold}: accuracy = {model.evaluate(x_train[test], y_train[test], verbose=0)[1]:.4f}")
# %% [output]
# fold 0: accuracy = 0.9583
# fold 1: accuracy = 0.9653
# fold 2: accuracy = 0.9443
# fold 3: accuracy = 0.9547
# fold 4: accuracy = 0.9617
