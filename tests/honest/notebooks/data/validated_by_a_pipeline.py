"""Trains on arrays and validates with a pipeline of the rows that are held back.

other: network.accuracy
slow: yes
"""

# %% include data
# %% include build
# %%
import tensorflow as tf

network = build()
held_back = tf.data.Dataset.from_tensor_slices((x_valid, y_valid)).shuffle(360).batch(64)
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=held_back, verbose=0)
# %% include shown
