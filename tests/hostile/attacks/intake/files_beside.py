"""Puts beside its notebook what Python, IPython, Keras and TensorFlow load by themselves where they find it.

must: No file beside a notebook is there while it runs.
graded: 0
failed: 2
runs: yes
"""
beside = {
    "sitecustomize.py": b"print('BREACH')",
    "usercustomize.py": b"print('BREACH')",
    "ipython_config.py": b"print('BREACH')",
    "startup/00.py": b"print('BREACH')",
    "keras.json": b'{"floatx": "float16"}',
    "x.pth": b"import sys; print('BREACH')",
    "tensorflow.py": b"raise SystemExit('BREACH')",
    "numpy.py": b"raise SystemExit('BREACH')",
    "json.py": b"raise SystemExit('BREACH')",
    ".keras/keras.json": b'{"floatx": "float16"}',
    "checks.py": b"print('BREACH')",
    "assignment.yaml": b"points: BREACH",
}
probe = notebook(
    "import os\nfound = [name for folder, _, names in os.walk(os.curdir) for name in names]\n"
    "print('BREACH' if {'tensorflow.py', 'keras.json', 'x.pth', 'sitecustomize.py'} & set(found) else 'nothing is here')",
    "import json, numpy\nprint(numpy.__file__, json.__file__)",
)
handed_in(here, "eve.zip", Entry("hw.ipynb", probe), *[Entry(name, content) for name, content in beside.items()])
(here / "good.ipynb").unlink()
folder = here / "eve"
folder.mkdir()
for name, content in beside.items():
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
(folder / "hw.ipynb").write_bytes(probe)
