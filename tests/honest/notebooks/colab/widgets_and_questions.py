"""Asks for the reader's name, has sliders to look at digits, and bars of tqdm around everything.

slow: yes
"""

# %%
name = input("Your name: ")
print("Hello", name)
# %% include data
# %%
from ipywidgets import IntSlider, interact, interactive, widgets
from IPython.display import display
from tqdm.notebook import tqdm, trange


@interact(i=IntSlider(min=0, max=99, value=3))
def show_digit(i=0):
    plt.imshow(x_train[i].reshape(8, 8), cmap="gray_r")
    plt.title(f"label: {y_train[i]}")
    plt.axis("off")
    plt.show()


# %%
class TqdmCallback(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.bar = tqdm(total=self.params["epochs"], desc="epochs")

    def on_epoch_end(self, epoch, logs=None):
        self.bar.set_postfix({k: f"{v:.3f}" for k, v in (logs or {}).items()})
        self.bar.update(1)

    def on_train_end(self, logs=None):
        self.bar.close()


network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = network.fit(
    x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[TqdmCallback()], verbose=0
)
# %% include shown
# %%
wrong = [i for i in trange(len(x_valid)) if network.predict(x_valid[i : i + 1], verbose=0).argmax() != y_valid[i]] if len(x_valid) < 50 else np.where(predicted != y_valid)[0]
button = widgets.Button(description="next mistake")
button.on_click(lambda _: print("clicked"))
display(button)
interactive(lambda k: plt.imshow(x_valid[wrong[k]].reshape(8, 8)), k=(0, len(wrong) - 1))
