"""Sends messages that are none: bad signatures, no headers, wrong types.

must: They are passed over; the next cell is heard.
after: ok
kernel: own
"""
kernel = get_ipython().kernel
for parts in ([b'x'], [b'<IDS|MSG>', b'', b'{}', b'{}', b'{}', b'{}'], [b'<IDS|MSG>', b'bad', b'[]', b'1', b'null', b'{}'], [b''] * 50):
    kernel.iopub_socket.send_multipart(parts)
for content in ([], {'name': 1, 'text': {}}, {'data': 7}, {'execution_state': []}, {'traceback': 5}):
    for kind in ('stream', 'display_data', 'error', 'status', 'clear_output', 'update_display_data', 'execute_input'):
        kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())
