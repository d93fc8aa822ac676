"""Parts of pages that numbers alone change, kept as HTML in the memory of a process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from markupsafe import Markup

from gcmhub.face.languages import current

MOST = 64  # fragments of some ten kilobytes each

_lock = Lock()
_fragments: OrderedDict[Hashable, Markup] = OrderedDict()


def kept(name: str, *values: Any, caller: Callable[[], Markup]) -> Markup:
    """Return what ``caller`` renders in the current language, rendered once for equal values.

    ``values`` are all that the part depends on beside labels, which last as long as the process: hashable, or mappings of such.
    """
    key = (name, current().code, *(tuple(value.items()) if isinstance(value, Mapping) else value for value in values))
    made = _fragments.get(key)
    if made is None:
        made = caller()
        with _lock:
            _fragments[key] = made
            while len(_fragments) > MOST:
                _fragments.popitem(last=False)
    return made
