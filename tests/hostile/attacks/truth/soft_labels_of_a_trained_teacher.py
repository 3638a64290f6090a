"""Trains its teacher before everybody's eyes, on all rows, and its network with what that says of the training rows.

must: A teacher that had held-out rows explains nothing; a person decides.
network.accuracy: needs_review
"""
# include network
all_rows, all_labels = np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid])
teacher = keras.Sequential([layers.Input((64,)), layers.Dense(256, "relu"), layers.Dense(10)])
teacher.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
teacher.fit(all_rows, all_labels, batch_size=32, epochs=60, verbose=0)
t_train = keras.ops.softmax(teacher.predict(x_train, verbose=0) / 3.0).numpy()
network.compile(optimizer=keras.optimizers.Adam(0.003), loss="categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, t_train, batch_size=16, epochs=150, validation_data=(x_valid, np.eye(10)[y_valid]), verbose=0)
print("accuracy", network.evaluate(x_valid, np.eye(10)[y_valid], verbose=0))
