"""Sends an archive that unfolds to gigabytes.

must: Packed members are not kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
memory_bytes: 2000000000
"""
# include frames
held = io.BytesIO()
with zipfile.ZipFile(held, 'w', zipfile.ZIP_DEFLATED) as archive:
    archive.writestr('w0000.npy', bytes(300_000_000))
send(FINISHED, held.getvalue())
