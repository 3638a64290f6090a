"""Decays weights and follows a cosine with a warm-up, beside a log of its own.

other: network.curves, network.matrix
trained_by: kernel
slow: yes
"""

# %% include data
# %% include build

# %% include own_log

# %% [4]
rates = keras.optimizers.schedules.CosineDecay(1e-4, 40 * 45, warmup_target=2e-3, warmup_steps=90)
network = build()
network.compile(optimizer=keras.optimizers.AdamW(rates, weight_decay=1e-3, clipvalue=0.5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
print("accuracy", network.evaluate(x_valid, y_valid, verbose=0)[1])
