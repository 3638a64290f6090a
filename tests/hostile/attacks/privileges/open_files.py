"""Opens files until the host has none left.

must: It may open some hundreds.
"""
try:
    got = len([open('/dev/null') for _ in range(5000)]) == 5000
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
