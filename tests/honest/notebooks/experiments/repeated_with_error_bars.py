"""The training is repeated with four seeds; a band shows mean and deviation of the curves, the last model is shown.

slow: yes
"""

# %% include data
# %%
runs = []
for seed in range(4):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    runs.append(model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0))
# %%
for key in ("loss", "val_loss"):
    stacked = np.array([run.history[key] for run in runs])
    mean, std = stacked.mean(0), stacked.std(0)
    plt.plot(mean, label=key)
    plt.fill_between(range(len(mean)), mean - std, mean + std, alpha=0.3)
plt.legend()
plt.show()
final = [run.history["val_accuracy"][-1] for run in runs]
print(f"accuracy over 4 seeds: {np.mean(final):.4f} ± {np.std(final):.4f}")
plt.boxplot(final)
plt.show()
# %%
print(confusion_matrix(y_valid, model.predict(x_valid, verbose=0).argmax(1)))
