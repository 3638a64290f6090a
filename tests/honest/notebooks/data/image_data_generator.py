"""Keras' ImageDataGenerator shifts the digits while a flattening network trains.

parts: none
slow: yes
"""

# %% include data

# %%
from tensorflow.keras.preprocessing.image import ImageDataGenerator

flow = ImageDataGenerator(width_shift_range=1, height_shift_range=1).flow(x_train.reshape(-1, 8, 8, 1), y_train, batch_size=32)
model = keras.Sequential([layers.Input((8, 8, 1)), layers.Flatten(), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(flow, epochs=3, validation_data=(x_valid.reshape(-1, 8, 8, 1), y_valid), verbose=0)
print(model.evaluate(x_valid.reshape(-1, 8, 8, 1), y_valid, verbose=0))
