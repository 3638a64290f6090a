"""Takes a lease on the data file of all, so that whoever writes it waits for 45 seconds.

must: Refused.
"""
import fcntl, glob
for path in glob.glob('/opt/grader/data/*'):
    try:
        fcntl.fcntl(open(path, 'rb'), fcntl.F_SETLEASE, fcntl.F_RDLCK)
        print('BREACH')
    except OSError as error:
        print(error)
