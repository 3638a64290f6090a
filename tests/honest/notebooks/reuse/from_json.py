"""The architecture goes to JSON and the weights to a file; both are read back, and the copy is evaluated.

"""

# %% include data
# %% include network
# %% [3]
with open("model.json", "w") as f:
    f.write(network.to_json())
network.save_weights("model.weights.h5")
print("Saved model to disk")
# %% [4]
with open("model.json") as f:
    loaded = keras.models.model_from_json(f.read())
loaded.load_weights("model.weights.h5")
loaded.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
score = loaded.evaluate(x_valid, y_valid, verbose=0)
print("%s: %.2f%%" % ("accuracy", score[1] * 100))
# %% [5]
plt.plot(history.history["loss"]); plt.plot(history.history["val_loss"]); plt.show()
plt.plot(history.history["accuracy"]); plt.plot(history.history["val_accuracy"]); plt.show()
confusion_matrix(y_valid, loaded.predict(x_valid).argmax(axis=1))
