"""Writes each of its images into a file, and keeps 300 of them open.

parts: network
other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %%
held = [open(f"image-{number}.bin", "wb") for number in range(300)]
for file in held:
    file.write(b"x" * 64)
# %% include network
# %%
for file in held:
    file.close()
