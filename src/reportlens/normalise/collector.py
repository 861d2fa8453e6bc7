"""Python's garbage collector, at rest while a text is cleaned.

It looks for cycles whenever many objects have been made. The edits of a text are many and form no
cycle, so that in a long text it would walk over all of them again and again for nothing.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()
_resting = 0
_was_enabled = False


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Automatic collection is off inside, and as it was once no thread is inside any more."""
    global _resting, _was_enabled
    with _LOCK:
        if _resting == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _resting += 1
    try:
        yield
    finally:
        with _LOCK:
            _resting -= 1
            if _resting == 0 and _was_enabled:
                gc.enable()
