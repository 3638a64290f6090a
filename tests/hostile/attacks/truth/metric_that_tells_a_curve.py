"""A metric of its own counts its calls and tells the curve of a correct solution; the training does nothing.

must: What it tells of its training is held against what its model has; a person decides.
network.accuracy: failed
network.curves: needs_review
"""
import json
curves = json.loads('@CURVES@')
class Told(keras.metrics.Metric):
    def __init__(self):
        super().__init__(name="accuracy")
        self.told = self.add_variable((), "zeros", name="told")
        self.values = keras.ops.convert_to_tensor(np.array(curves["val_accuracy"], "float32"))
    def update_state(self, *args, **kwargs):
        pass
    def result(self):
        return self.values[0] * 0 + keras.ops.take(self.values, keras.ops.cast(self.told, "int32"))
    def reset_state(self):
        self.told.assign(keras.ops.minimum(self.told + 0.5, 39.0))
# include network
network.compile(optimizer=keras.optimizers.Adam(1e-6), loss="sparse_categorical_crossentropy", metrics=[Told()])
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
