"""How a process that answers pages looks for garbage."""

import gc


def search_less() -> None:
    """Take what stands after the start out of every search for garbage, and search less often.

    What stands then stays until the end; and a page makes tens of thousands of objects that are gone by its end, so
    that Python's usual search after each 700 finds next to nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
