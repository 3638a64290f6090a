"""Sends arrays whose headers make NumPy's reader raise TokenError, TypeError, SyntaxError or MemoryError, beside trainings that name them.

must: No such file is kept, no fault of the grader's comes of it.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
import os, struct, json, io, zipfile

def send(header, payload=b''):
    header = json.dumps(header).encode()
    frame = memoryview(struct.pack('!IQ', len(header), len(payload)) + header + payload)
    __import__('gc').unfreeze()  # a forked kernel's are out of sight
    channel = next(c for c in __import__('gc').get_objects() if type(c).__name__ == 'Channel' and hasattr(c, '_events_fd'))
    while frame:
        frame = frame[os.write(channel._events_fd, frame):]

def npz(header):
    held = io.BytesIO()
    with zipfile.ZipFile(held, 'w') as archive:
        for key in ('x.sample', 'x.sample_index', 'x.row_hashes', 'y.labels', 'w0000'):
            archive.writestr(key + '.npy', b'\x93NUMPY\x01\x00' + struct.pack('<H', len(header)) + header + bytes(64))
    return held.getvalue()

X = {'key': 'x', 'shape': [1437, 64], 'dtype': 'float32', 'minimum': 0.0, 'maximum': 1.0}
MODEL = {'model_id': 7, 'class_name': 'Sequential', 'layers': [], 'parameters': 9, 'trainable_parameters': 9}
HEADERS = (
    b"{'descr': '<f4', 'fortran_order': False, 'shape': (", b"'''", b"{'descr': 3, 'fortran_order': False, 'shape': 5}",
    b'{' * 3000, b"{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }",
    b"{'descr': '<f4', 'fortran_order': False, 'shape': (10**400,), }",
)
for run, header in enumerate(HEADERS, start=900):
    start = {'event': 'fit_started', 'run': run, 'model': MODEL, 'compiled': {'optimizer': 'Adam'}, 'epochs': 3, 'x': X}
    send({**start, 'run': run + 50, 'epochs': 10**400})
    send(start, npz(header))
    send({'event': 'fit_finished', 'run': run, 'epochs_run': 3}, npz(header))
