"""Tells of a hundred thousand epochs of one training, each of which would be held against all before it.

must: The longer a training, the less often it is looked at; the kernel gets its answers.
kernel: own
cells: ok
after: ok
outcome: completed
slow: yes
"""
import os, struct, json

def send(header, payload=b''):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    frame = memoryview(struct.pack('!IQ', len(header), len(payload)) + header + payload)
    while frame:
        frame = frame[os.write(channel._events_fd, frame):]

__import__('gc').unfreeze()  # a forked kernel's are out of sight
channel = next(c for c in __import__('gc').get_objects() if type(c).__name__ == 'Channel' and hasattr(c, '_events_fd'))
COMPILED = {'optimizer': 'Adam', 'loss': 'sparse_categorical_crossentropy', 'metrics': ['accuracy']}
DENSE = {'class_name': 'Dense', 'name': 'd', 'config': {'units': 32, 'activation': 'relu'}}

def model(layers):
    return {'model_id': 7, 'class_name': 'Sequential', 'layers': layers, 'parameters': 2410, 'trainable_parameters': 2410}

send({'event': 'fit_started', 'run': 900, 'model': model([DENSE, {**DENSE, 'config': {'units': 10, 'activation': 'softmax'}}]), 'compiled': COMPILED, 'epochs': 2**50})
for epoch in range(100_000):
    send({'event': 'epoch_finished', 'run': 900, 'epoch': epoch, 'logs': {'loss': 2.0 + 1 / (epoch + 1), 'val_accuracy': 0.1}})
    if not epoch % 100:
        os.set_blocking(channel._answers_fd, False)
        try:
            while os.read(channel._answers_fd, 65536):
                pass
        except OSError:
            pass
