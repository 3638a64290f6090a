"""Reports twenty thousand trainings that never were.

must: Claims all of them; gathering ends within its budget.
kernel: own
cells: ok
after: ok
outcome: completed
slow: yes
"""
# include frames
frames = [{**FINISHED, 'run': number, 'history': {'val_accuracy': [0.99]}, 'epochs_run': 1} for number in range(20_000)]
channel = send(frames[0])
for one in frames:
    header = json.dumps(one).encode()
    os.write(channel._events_fd, struct.pack('!IQ', len(header), 0) + header)
