"""The student's own saved model is loaded and trained on with a small learning rate.

slow: yes
"""

# %% include data
# %% include network
# %% include shown

# %%
network.save("network.keras")
again = keras.models.load_model("network.keras")
again.compile(keras.optimizers.Adam(1e-6), "sparse_categorical_crossentropy", metrics=["accuracy"])
again.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), verbose=0)
print(again.evaluate(x_valid, y_valid, verbose=0))
