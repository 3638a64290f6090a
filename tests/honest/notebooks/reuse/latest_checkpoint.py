"""A new model takes the latest checkpoint, by the function that TensorFlow's guide names.

slow: yes
"""

# %% include data
# %% include build
# %%
import os, tensorflow as tf
checkpoint_path = "training_2/cp-{epoch:04d}.ckpt"
checkpoint_dir = os.path.dirname(checkpoint_path)
cp_callback = tf.keras.callbacks.ModelCheckpoint(filepath=checkpoint_path, verbose=0, save_weights_only=True)
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[cp_callback])
os.listdir(checkpoint_dir)
# %%
latest = tf.train.latest_checkpoint(checkpoint_dir)
latest
# %%
network = build()
network.load_weights(latest)
loss, acc = network.evaluate(x_valid, y_valid, verbose=2)
print("Restored model, accuracy: {:5.2f}%".format(100 * acc))
# %% include shown
