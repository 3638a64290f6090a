"""A second model gives the hidden layer as well; its map is drawn, and predictions are taken from its second output.

"""

# %% include data
# %% include network
# %% [3]
from sklearn.manifold import TSNE
from sklearn.decomposition import PCA

both = keras.Model(network.inputs, [network.layers[0].output, network.layers[-1].output])
hidden, probabilities = both.predict(x_valid, verbose=0)
points = PCA(2).fit_transform(hidden)
plt.scatter(*points.T, c=y_valid, cmap="tab10", s=8)
plt.colorbar()
plt.show()
# %% [4]
print(confusion_matrix(y_valid, probabilities.argmax(axis=1)))
print("accuracy:", (probabilities.argmax(axis=1) == y_valid).mean())
fig, (a, b) = plt.subplots(1, 2)
a.plot(np.c_[history.history["loss"], history.history["val_loss"]])
b.plot(np.c_[history.history["accuracy"], history.history["val_accuracy"]])
plt.show()
