"""Makes the host's memory killer spare it.

must: What is there is read-only.
"""
try:
    got = open('/proc/1/oom_score_adj', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
