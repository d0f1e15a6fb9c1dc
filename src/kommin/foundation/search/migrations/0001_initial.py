from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# The rows of PostgreSQL's table are kept tiny (vectors out of line), so that all documents of a common word are gone
# through in a few megabytes. FTS5 needs neither positions nor lengths: the index only says what is found.
MAKE = {
    "postgresql": [
        "CREATE TABLE search_words (document_id bigint PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE,"
        " words tsvector NOT NULL) WITH (toast_tuple_target = 128)",
        "ALTER TABLE search_words ALTER COLUMN words SET STATISTICS 500",
        "CREATE INDEX search_words_found ON search_words USING gin (words) WITH (gin_pending_list_limit = 512)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE search_words USING fts5"
        """(words, tokenize = "ascii tokenchars '_'", detail = none, columnsize = 0, prefix = '3 4')""",
    ],
}


def make_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_words(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=80)),
                ("language", models.CharField(max_length=5)),
                ("public", models.BooleanField()),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("title_stems", models.TextField()),
                ("text_stems", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("indexed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "key", "language"), name="search_document_once"),
                ],
            },
        ),
        migrations.RunPython(make_words, drop_words),
    ]
