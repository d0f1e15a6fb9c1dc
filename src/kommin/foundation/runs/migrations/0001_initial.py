import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="TickState",
            fields=[
                ("lease_holder", models.CharField(blank=True, default="", editable=False, max_length=120)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("next_due", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0, help_text="failures in a row")),
                ("error", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "tick",
                "verbose_name_plural": "ticks",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "worker",
                "verbose_name_plural": "workers",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("lease_holder", models.CharField(blank=True, default="", editable=False, max_length=120)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("function", models.CharField(max_length=300)),
                ("arguments", models.JSONField(default=dict)),
                ("queue", models.CharField(default="default", max_length=32)),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "at work"),
                            ("done", "done"),
                            ("dead", "given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("run_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("enqueued_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ["-priority", "run_after", "enqueued_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["-priority", "run_after", "enqueued_at"],
                        name="jobs_waiting",
                    ),
                    models.Index(fields=["state", "finished_at"], name="jobs_by_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=100)),
                ("titles", models.JSONField(help_text="the title in each language")),
                ("parameters", models.JSONField(default=dict)),
                (
                    "language",
                    models.CharField(default="de", help_text="language of messages about its items", max_length=2),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "running"), ("stopped", "stopped"), ("finished", "finished")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, help_text="counted when the run finishes")),
                ("failed", models.PositiveIntegerField(default=0, help_text="counted when the run finishes")),
                ("error", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "turn",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="when a worker last took one of its items"
                    ),
                ),
                ("result_file", models.CharField(blank=True, default="", max_length=300)),
                ("result_name", models.CharField(blank=True, default="", max_length=200)),
                ("result_type", models.CharField(blank=True, default="", max_length=100)),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["started_by", "-created_at"], name="runs_of_a_person")],
            },
        ),
        migrations.CreateModel(
            name="RunItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_holder", models.CharField(blank=True, default="", editable=False, max_length=120)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=300)),
                ("payload", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.JSONField(blank=True, help_text="what the step returned, for the result file", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "at work"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("run_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True, default="")),
                (
                    "run",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="runs.run"),
                ),
            ],
            options={
                "verbose_name": "item of a run",
                "verbose_name_plural": "items of runs",
                "ordering": ["run", "number"],
                "indexes": [models.Index(fields=["run", "state", "number"], name="run_items_by_state")],
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="run_item_number_once")],
            },
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(condition=models.Q(("state", "running")), fields=["created_at"], name="runs_at_work"),
        ),
    ]
