"""Tells of a hundred thousand epochs of one training, each of which would be held against all before it.

must: The longer a training, the less often it is looked at; the kernel gets its answers.
kernel: own
cells: ok
after: ok
outcome: completed
slow: yes
"""
# include channel

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
