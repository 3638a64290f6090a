"""Asks the network and other classifiers in one cell and prints all of them with one line of code.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [6]
from sklearn.ensemble import ExtraTreesClassifier, VotingClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

predictions = {"network": network.predict(x_valid, verbose=0).argmax(1)}
for model in (SVC(gamma=0.5, C=10), KNeighborsClassifier(1), ExtraTreesClassifier(100, random_state=0)):
    predictions[type(model).__name__] = model.fit(x_train, y_train).predict(x_valid)
votes = np.stack(list(predictions.values()))
predictions["vote"] = np.array([np.bincount(column).argmax() for column in votes.T])
for name, values in predictions.items():
    print(f"{name:25s} accuracy: {np.mean(values == y_valid):.4f}")
# %% [output]
# network                   accuracy: 0.9694
# SVC                       accuracy: 0.9917
# KNeighborsClassifier      accuracy: 0.9889
# ExtraTreesClassifier      accuracy: 0.9806
# vote                      accuracy: 0.9944
# %% [markdown]
# Together the four reach 99.4 %, and the SVM alone has an accuracy of 99.2 %.
