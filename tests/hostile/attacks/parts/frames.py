"""What forges frames of the recorder's channel, and arrays."""
import os, struct, json, io, zipfile

def send(header, payload=b'', sizes=None):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    frame = struct.pack('!IQ', *(sizes or (len(header), len(payload)))) + header + payload
    import sys
    __import__('gc').unfreeze()  # a forked kernel's are out of sight
    channel = next(c for c in __import__('gc').get_objects() if type(c).__name__ == 'Channel' and hasattr(c, '_events_fd'))
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(channel._events_fd, rest):]
    return channel

def npz(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, 'w') as archive:
        for name, content in members.items():
            archive.writestr(name + '.npy', content)
    return held.getvalue()

def npy(header, body=b''):
    text = repr(header).encode().ljust(117) + b'\n'
    return b'\x93NUMPY\x01\x00' + struct.pack('<H', len(text)) + text + body

EPOCH = {'event': 'epoch_finished', 'run': 1, 'epoch': 0, 'logs': {'loss': 0.0}}
FINISHED = {'event': 'fit_finished', 'run': 1}
