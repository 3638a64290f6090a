"""Says half a character, which no encoding holds, in the description of its model, in literals and in a figure.

must: A question mark stands in its place; what it says of the model is not what it trained, and a person decides.
network.accuracy: needs_review
"""
import json

# include network
network.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
text = json.loads(network.to_json())
text["config"]["layers"][-1]["config"]["activation"] = "\ud800"
network.to_json = lambda **_: json.dumps(text)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid))
plt.plot(history.history["loss"], label="\udfff")
plt.close()
"\ud83d\ude00 I would use the Keras network, since both are equally good and it is trained in less time."
