"""Stratified folds with a fresh network each, then all training rows for the last one; mean and deviation are printed.

slow: yes
"""

# %% include data
# %% [2]
from sklearn.model_selection import StratifiedKFold
import gc

def baseline_model():
    model = keras.Sequential(name="baseline")
    model.add(keras.Input(shape=(64,)))
    model.add(layers.Dense(32, kernel_initializer="glorot_uniform", activation="relu"))
    model.add(layers.Dense(10))
    model.add(layers.Activation("softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(learning_rate=1e-3), metrics=["acc"])
    return model

cvscores = []
kfold = StratifiedKFold(n_splits=4, shuffle=True, random_state=7)
for fold, (train, test) in enumerate(kfold.split(x_train, y_train)):
    model = baseline_model()
    model.fit(x_train[train], y_train[train], epochs=15, batch_size=32, verbose=0)
    scores = model.evaluate(x_train[test], y_train[test], verbose=0)
    print("fold %d %s: %.2f%%" % (fold, model.metrics_names[1], scores[1] * 100))
    cvscores.append(scores[1] * 100)
    del model
    gc.collect()
print("%.2f%% (+/- %.2f%%)" % (np.mean(cvscores), np.std(cvscores)))
# %% [3]
final = baseline_model()
history = final.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_valid, y_valid), verbose=0)
plt.figure(); plt.plot(history.history["loss"], label="loss"); plt.plot(history.history["val_loss"], label="val_loss"); plt.legend()
plt.figure(); plt.plot(history.history["acc"], label="acc"); plt.plot(history.history["val_acc"], label="val_acc"); plt.legend()
print(confusion_matrix(y_valid, np.argmax(final.predict(x_valid, verbose=0), axis=1)))
