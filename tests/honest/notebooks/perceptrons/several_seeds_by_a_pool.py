"""Trains from two seeds in a pool of processes, and takes the better one.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
from concurrent.futures import ProcessPoolExecutor

def trained(seed):
    model = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=seed)
    return model.fit(x_train, y_train)

with ProcessPoolExecutor(2) as pool:
    models = list(pool.map(trained, range(2)))
best = max(models, key=lambda m: m.score(x_valid, y_valid))
# %% [3]
plt.plot(best.loss_curve_)
plt.show()
print("accuracy", best.score(x_valid, y_valid))
print(confusion_matrix(y_valid, best.predict(x_valid)))
