"""A second network starts from the weights of the first.

slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %% include build

# %%
second = build()
second.set_weights(network.get_weights())
second.fit(x_train, y_train, batch_size=32, epochs=5, validation_data=(x_valid, y_valid), verbose=0)
print(second.evaluate(x_valid, y_valid, verbose=0))
