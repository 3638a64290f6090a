"""After the good run an experiment with the same network on shuffled labels, to see what chance looks like.

other: network.curves, network.matrix
runs: network Adam 40, classifier Adam 40
slow: yes
"""

# %% include data
# %% include network
# %%
test_loss, test_acc = network.evaluate(x_valid, y_valid, verbose=0)
print("accuracy:", test_acc)
# %% [markdown]
# What if the labels mean nothing?
# %%
y_shuffled = np.random.permutation(y_train)
chance = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
chance.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
chance.fit(x_train, y_shuffled, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print(chance.evaluate(x_valid, y_valid, verbose=0))
