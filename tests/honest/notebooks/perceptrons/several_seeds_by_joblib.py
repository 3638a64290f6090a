"""Trains one classifier from three seeds by joblib's workers, and takes the best that comes back.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
from joblib import Parallel, delayed

classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)


def trained(model, seed):
    model.set_params(random_state=seed)
    return model.fit(x_train, y_train)


models = Parallel(n_jobs=2, verbose=5)(delayed(trained)(classifier, seed) for seed in range(3))
scores = [model.score(x_valid, y_valid) for model in models]
print(scores)
# %% [3]
best = models[int(np.argmax(scores))]
plt.plot(best.loss_curve_, label=f"seed {best.random_state}")
plt.legend()
plt.show()
print(confusion_matrix(y_valid, best.predict(x_valid)))
