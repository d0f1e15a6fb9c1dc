from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADD = (
    "ALTER TABLE search_words ADD COLUMN key varchar(80)",
    "UPDATE search_words SET key = search_document.key FROM search_document WHERE search_document.id = document_id",
    "ALTER TABLE search_words ALTER COLUMN key SET NOT NULL",
)


def add_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """On PostgreSQL, where finding very many documents is fast and joining them to their keys is not."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in ADD:
            schema_editor.execute(statement)


def drop_keys(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_words DROP COLUMN key")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_vocabulary")]
    operations = [migrations.RunPython(add_keys, drop_keys)]
