from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """The full-text index of the house."""

    name = "kommin.foundation.search"
    label = "search"

    def ready(self) -> None:
        autodiscover_modules("search_sources")
