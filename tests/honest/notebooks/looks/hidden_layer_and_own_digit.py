"""Looks at what the hidden layer gives by t-SNE, at its weights, and asks for a digit drawn by hand in text.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %%
from sklearn.manifold import TSNE

hidden = keras.Model(network.inputs, network.layers[0].output)
activations = hidden.predict(x_valid, verbose=0)
embedded = TSNE(n_components=2, random_state=0, perplexity=30).fit_transform(activations)
plt.scatter(*embedded.T, c=y_valid, cmap="tab10", s=8)
plt.colorbar()
plt.show()
fig, axes = plt.subplots(4, 8)
for unit, axis in enumerate(axes.flat):
    axis.imshow(network.layers[0].get_weights()[0][:, unit].reshape(8, 8), cmap="bwr")
    axis.axis("off")
plt.show()
# %%
mine = """
...##...
..###...
.#.##...
...##...
...##...
...##...
...##...
.######.
"""
mine = np.array([[c == "#" for c in line] for line in mine.split()], dtype="float32")
answer = network.predict(mine.reshape(1, 64), verbose=0)
print("I see a", answer.argmax(), f"({answer.max():.1%} sure)")
