"""Prints every pass, with no tolerance so that all passes are made, and draws loss and score of a part held back.

parts: classifier
"""

# %% include data
# %% [2]
import warnings
from sklearn.exceptions import ConvergenceWarning

with warnings.catch_warnings():
    warnings.simplefilter("ignore", ConvergenceWarning)
    clf = MLPClassifier(
        hidden_layer_sizes=(32), activation="relu", solver="adam", batch_size=32, max_iter=60, tol=0.0, n_iter_no_change=1000, verbose=True
    ).fit(x_train, y_train)
# %% [3]
fig, ax = plt.subplots()
ax.plot(np.arange(1, clf.n_iter_ + 1), clf.loss_curve_)
ax.set(xlabel="Iteration", ylabel="Loss", title=f"{clf.n_iter_} passes, best loss {clf.best_loss_:.4f}")
# %% [4]
y_hat = clf.predict(x_valid)
print("Richtig: %d von %d (%.2f %%)" % ((y_hat == y_valid).sum(), len(y_valid), 100 * np.mean(y_hat == y_valid)))
fig, axes = plt.subplots(4, 8, figsize=(8, 4))
for coef, ax in zip(clf.coefs_[0].T, axes.ravel()):
    ax.matshow(coef.reshape(8, 8), cmap=plt.cm.gray)
    ax.set(xticks=(), yticks=())
plt.show()
