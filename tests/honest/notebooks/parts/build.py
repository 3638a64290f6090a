# %%
def build(units=32, rate=0.001):
    model = keras.Sequential([layers.Input((64,)), layers.Dense(units, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
