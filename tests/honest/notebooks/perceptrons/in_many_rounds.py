"""scikit-learn's classifier with `warm_start` and three rounds at a time, warnings silenced, for curves of both parts.

parts: classifier, network
slow: yes
"""

# %% include data
# %%
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss

mlp = MLPClassifier(hidden_layer_sizes=(32,), max_iter=3, warm_start=True, batch_size=32, random_state=1)
train_loss, test_loss, train_acc, test_acc = [], [], [], []
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    for epoch in range(20):
        mlp.fit(x_train, y_train)
        train_loss.append(mlp.loss_)
        test_loss.append(log_loss(y_valid, mlp.predict_proba(x_valid)))
        train_acc.append(mlp.score(x_train, y_train))
        test_acc.append(mlp.score(x_valid, y_valid))
print("Training set score: %f" % mlp.score(x_train, y_train))
print("Test set score: %f" % mlp.score(x_valid, y_valid))
fig, ax = plt.subplots(1, 2)
ax[0].plot(train_loss); ax[0].plot(test_loss); ax[0].set_title("MLPClassifier: loss")
ax[1].plot(train_acc); ax[1].plot(test_acc); ax[1].set_title("MLPClassifier: accuracy")
plt.show()
# %% include network
# %% include shown
