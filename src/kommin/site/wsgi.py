"""The entry point of web servers."""

import os

from django.core.wsgi import get_wsgi_application

from kommin.site.garbage import search_less

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
application = get_wsgi_application()
search_less()
