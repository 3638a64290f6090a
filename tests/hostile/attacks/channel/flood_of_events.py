"""Sends events without end.

must: Ended for what it recorded.
kernel: own
outcome: kernel_died
limits: recording
slow: yes
cell_timeout_s: 120
"""
# include frames
notice = json.dumps({'event': 'notice', 'kind': 'compatibility', 'message': 'x' * 500}).encode()
frame = struct.pack('!IQ', len(notice), 0) + notice
channel = send(notice)
while True:
    os.write(channel._events_fd, frame)
