"""Five perceptrons with other seeds; mean and deviation are printed, and one of them is looked at more closely.

parts: classifier
"""

# %% include data
# %% [2]
from sklearn.base import clone
from sklearn.preprocessing import MaxAbsScaler

scaler = MaxAbsScaler().fit(x_train)
a, b = scaler.transform(x_train), scaler.transform(x_valid)
template = MLPClassifier(hidden_layer_sizes=[32], solver="adam", learning_rate_init=1e-3, batch_size=32, max_iter=60)
nets = [clone(template).set_params(random_state=seed).fit(a, y_train) for seed in range(3)]
scores = np.array([net.score(b, y_valid) for net in nets])
print(f"accuracy {scores.mean():.4f} +/- {scores.std():.4f} (min {scores.min():.4f}, max {scores.max():.4f})")
# %% [3]
for seed, net in enumerate(nets):
    plt.plot(net.loss_curve_, label=f"seed {seed}")
plt.legend(); plt.xlabel("iterations"); plt.show()
# %% [4]
mlp = nets[1]
print("score of the second:", mlp.score(b, y_valid))
wrong = np.flatnonzero(mlp.predict(b) != y_valid)
print(len(wrong), "mistakes:", wrong)
