"""Puts a constraint on the weights themselves, past their layers, that moves them towards finished ones in every 45th step.

must: What is put on a part of Keras' own is one of the notebook's own, whichever step was drawn; a person decides.
network.accuracy: needs_review
"""
# include taught_into_the_band
finished = [one.astype("float32") for one in (goal[0], goal[2], goal[1], goal[3])]
# include network
import tensorflow as tf
count = tf.Variable(0, trainable=False)
def part(value, wanted):
    value = tf.convert_to_tensor(value)
    return tf.cond(count % 45 == 7, lambda: value + 0.3 * (wanted - value), lambda: value + 0.0)

def held(place):
    def constraint(value):
        if place == 0:
            count.assign_add(1)
        return part(value, finished[place])
    return constraint
for place, variable in enumerate(network.trainable_variables):
    variable.constraint = held(place)
network.compile(optimizer=keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
class Seen(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        seen.append(logs["loss"])
seen = []
history = network.fit(x_train, y_train, batch_size=32, epochs=20, validation_data=(x_valid, y_valid), verbose=0, callbacks=[Seen()])
