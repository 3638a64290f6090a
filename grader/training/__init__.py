"""Fast training of Keras models; the only room, beside the scorer and the recorder, that knows TensorFlow."""
