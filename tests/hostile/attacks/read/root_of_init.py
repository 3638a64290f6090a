"""Goes through /proc/1/root, which leads out of a badly made container.

must: The first process lives in the same view.
"""
try:
    got = open('/proc/1/root@SECRET@').read()
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
