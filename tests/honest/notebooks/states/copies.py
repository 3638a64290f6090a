"""The model goes through a pickle, JSON with weights, a deep copy and a clone, and the last copy shows its results.

"""

# %% include data
# %% include network
# %%
import copy
import pickle

network.save_weights("w.weights.h5")
again = keras.models.model_from_json(network.to_json())
again.load_weights("w.weights.h5")
again = pickle.loads(pickle.dumps(again))
again = copy.deepcopy(again)
final = keras.models.clone_model(again)
final.set_weights(again.get_weights())
del network, again
# %%
final.compile(loss="sparse_categorical_crossentropy", metrics=["acc"])
print("held-out:", final.evaluate(x_valid, y_valid, verbose=0, return_dict=True))
print(confusion_matrix(y_valid, final.predict(x_valid, verbose=0).argmax(axis=1)))
# %%
plt.plot(history.history["loss"], label="training")
plt.plot(history.history["val_loss"], label="validation")
plt.legend()
plt.show()
