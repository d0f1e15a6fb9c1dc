from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Printed matter. Has no tables."""

    name = "kommin.foundation.documents"
    label = "documents"
