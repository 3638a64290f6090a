"""Writes the accuracy beside other measures that are called an accuracy, too.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [6]
from sklearn.metrics import balanced_accuracy_score, cohen_kappa_score

p = network.predict(x_valid, verbose=0)
yhat = p.argmax(1)
order = np.argsort(p, axis=1)
top2 = np.mean([t in o[-2:] for t, o in zip(y_valid, order)])
top5 = np.mean([t in o[-5:] for t, o in zip(y_valid, order)])
binary = np.mean((p > 0.5) == np.eye(10)[y_valid])
print("Accuracy          :", round(np.mean(yhat == y_valid), 4))
print("Balanced accuracy :", round(balanced_accuracy_score(y_valid, yhat), 4))
print("Top2 accuracy     :", round(top2, 4))
print("Top 5 accuracy    :", round(top5, 4))
print("top_5_acc         :", round(top5, 4))
print("Binary accuracy   :", round(binary, 4))
print("Kappa             :", round(cohen_kappa_score(y_valid, yhat), 4))
print("0-vs-rest accuracy:", round(np.mean((yhat == 0) == (y_valid == 0)), 4))
print("mean probability  :", round(p.max(1).mean(), 4))
# %% [output]
# Accuracy          : 0.9694
# Balanced accuracy : 0.9692
# Top2 accuracy     : 0.9917
# Top 5 accuracy    : 1.0
# top_5_acc         : 1.0
# Binary accuracy   : 0.9953
# Kappa             : 0.966
# 0-vs-rest accuracy: 1.0
# mean probability  : 0.9712
