"""The house with the workshop in it, for real worker processes."""

from kommin.site.settings import *  # noqa: F403
from kommin.site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "decisions.workshop.apps.LetterWorkshopConfig"]
