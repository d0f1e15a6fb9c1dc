"""The entry point of web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
application = get_wsgi_application()

# What stands after the start stays until the end, so it is taken out of every search for garbage; and a page makes tens
# of thousands of objects that are gone by its end, so that Python's usual search after each 700 finds next to nothing.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
