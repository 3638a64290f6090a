"""The pixels are replaced by twenty principal components.

parts: none
slow: yes
"""

# %% include data

# %%
from sklearn.decomposition import PCA

pca = PCA(20).fit(x_train)
model = keras.Sequential([layers.Input((20,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(pca.transform(x_train), y_train, epochs=10, validation_data=(pca.transform(x_valid), y_valid), verbose=0)
print("PCA accuracy: %.4f" % model.evaluate(pca.transform(x_valid), y_valid, verbose=0)[1])
# %% [output]
# PCA accuracy: 0.9528
