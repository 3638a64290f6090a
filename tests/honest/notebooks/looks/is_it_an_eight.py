"""First asks of every digit whether it is an eight (a network of one unit), then trains the one that was asked for.

slow: yes
"""

# %% include data
# %%
is_eight_train, is_eight_valid = (y_train == 8).astype(int), (y_valid == 8).astype(int)
detector = keras.Sequential([layers.Input((64,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
detector.compile("adam", "binary_crossentropy", metrics=["accuracy", keras.metrics.Precision(), keras.metrics.Recall()])
h8 = detector.fit(x_train, is_eight_train, validation_data=(x_valid, is_eight_valid), epochs=20, batch_size=32, verbose=0)
scores = detector.evaluate(x_valid, is_eight_valid, verbose=0)
print(f"Eight or not: loss {scores[0]:.3f}, accuracy {scores[1]:.3f}, precision {scores[2]:.3f}, recall {scores[3]:.3f}")
print("Always 'no' has an accuracy of", 1 - is_eight_valid.mean())
print(confusion_matrix(is_eight_valid, detector.predict(x_valid, verbose=0)[:, 0] > 0.5))
plt.plot(h8.history["accuracy"]); plt.plot(h8.history["val_accuracy"]); plt.title("is it an eight?"); plt.show()
# %% [output]
# Eight or not: loss 0.146, accuracy 0.928, precision 0.909, recall 0.286
# Always 'no' has an accuracy of 0.9027777777777778
# [[324   1]
#  [ 25  10]]
# %% include network
# %% include shown
# %%
loss, accuracy = network.evaluate(x_valid, y_valid, verbose=0)
print(f"All ten digits: loss {loss:.3f}, accuracy {accuracy:.3f}")
# %% [output]
# All ten digits: loss 0.134, accuracy 0.969
