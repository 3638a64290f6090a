"""Shows, asks for and raises half a character, which no encoding holds, so that whoever writes it down fails.

must: A question mark stands in its place.
kernel: own
cells: error
after: ok
outcome: cell_error
"""
import json
from IPython.display import display
kernel = get_ipython().kernel
kernel.session.pack = lambda content: json.dumps(content, default=str).encode()
print('\ud800')
display({'text/plain': '\udfff', 'text/html': '<b>\ud800'}, raw=True)
raise type('Half\ud800', (Exception,), {})('\ud800')
