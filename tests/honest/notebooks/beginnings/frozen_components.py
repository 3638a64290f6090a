"""The first layer is the principal components of the training rows and stays as it is; what follows is trained.

parts: none
slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %%
from sklearn.decomposition import PCA

pca = PCA(n_components=32, random_state=0).fit(x_train)
first = layers.Dense(32, trainable=False, name="pca")
model = keras.Sequential([layers.Input((64,)), first, layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
first.set_weights([pca.components_.T, -pca.components_ @ pca.mean_])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0)
