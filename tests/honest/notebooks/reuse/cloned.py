"""The network is cloned and trained afresh, to see how much the seed matters.

slow: yes
"""

# %% include data
# %% include network
# %% include shown

# %%
copy = keras.models.clone_model(network)
copy.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
copy.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
print(copy.evaluate(x_valid, y_valid, verbose=0))
