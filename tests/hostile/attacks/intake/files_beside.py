"""Puts beside its notebook, and leaves for the next one, what Python, IPython, Keras and TensorFlow load where they find it.

must: A notebook finds its own files in its folder only, none that is loaded unasked, and none that another one has or wrote.
graded: 0
failed: 3
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
never = ["sitecustomize.py", "usercustomize.py", "ipython_config.py", ".keras/keras.json"]
look = (
    "import os, sys\n"
    "mine = {os.path.join(folder, name) for folder, _, names in os.walk(os.getcwd()) for name in names}\n"
    "places = [os.path.expanduser('~'), '/tmp', '/dev/shm', '/var/tmp', '/run']\n"
    "found = {os.path.join(folder, name) for place in places for folder, _, names in os.walk(place) for name in names\n"
    "         if not folder.startswith(sys.prefix)} - mine\n"
    f"beside = {set(path.rpartition('/')[2] for path in beside)!r}\n"
    "elsewhere = {os.path.basename(path) for path in found} & beside\n"
    f"unasked = [name for name in {never!r} if os.path.exists(name)]\n"
    "others = open('whose.txt').read() != STUDENT or not os.path.exists('startup/00.py')\n"
    "print('BREACH' if elsewhere or unasked or others else 'only what is mine')"
)
load = "import json, numpy, keras\nprint(numpy.__file__, json.__file__)\nprint('BREACH' if keras.config.floatx() != 'float32' else 'as usual')"
leave = (
    "profile = '~/.ipython/profile_default'\n"
    "packages = f'~/.local/lib/python3.{sys.version_info[1]}/site-packages'\n"
    "names = ['sitecustomize.py', 'tensorflow.py', 'json.py', '/tmp/numpy.py', '/dev/shm/x.pth', '~/.keras/keras.json',\n"
    "         f'{profile}/ipython_config.py', f'{profile}/startup/00.py', f'{packages}/x.pth', f'{packages}/usercustomize.py']\n"
    "for name in map(os.path.expanduser, names):\n"
    "    os.makedirs(os.path.dirname(name) or '.', exist_ok=True)\n"
    "    print('{\"floatx\": \"float16\"}' if name.endswith('.json') else 'print(\"BREA\" + \"CH\")', file=open(name, 'w'))\n"
    "sys.path.insert(0, '/tmp'); os.environ['PYTHONPATH'] = '/tmp'"
)
handed_in(
    here,
    "eve.zip",
    Entry("hw.ipynb", notebook("STUDENT = 'eve'", look, load, leave)),
    Entry("whose.txt", b"eve"),
    *[Entry(name, it) for name, it in beside.items()],
)
for student in ("mal", "pat"):
    (here / student).mkdir()
    for name, content in beside.items():
        (here / student / name).parent.mkdir(exist_ok=True)
        (here / student / name).write_bytes(content)
    (here / student / "whose.txt").write_text(student)
    (here / student / "hw.ipynb").write_bytes(notebook(f"STUDENT = {student!r}", look, load, leave))
(here / "good.ipynb").unlink()
