import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_case_and_ledger"),
        ("examination", "0001_scoring_amounts_ranking"),
    ]

    operations = [
        migrations.CreateModel(
            name="InformationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveIntegerField(verbose_name="round")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for the answer"),
                            ("answered", "Answered"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(verbose_name="letter")),
                ("due_on", models.DateField(verbose_name="answer by")),
                ("first_due_on", models.DateField(editable=False)),
                ("once", models.CharField(editable=False, max_length=32)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("by_house", models.CharField(blank=True, max_length=300)),
                ("draft", models.JSONField(default=dict)),
                ("draft_at", models.DateTimeField(null=True)),
                ("draft_by_name", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("late", models.BooleanField(default=False, verbose_name="late")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by_name", models.CharField(blank=True, max_length=200)),
                ("withdrawn_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="cases.case"
                    ),
                ),
                (
                    "supplement",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="cases.supplement",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for more",
                "verbose_name_plural": "requests for more",
                "ordering": ("case", "round"),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "round"), name="request_once_per_round"),
                    models.UniqueConstraint(fields=("case", "once"), name="request_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")), fields=("case",), name="request_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered", "withdrawn"])), name="request_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("first_due_on"))), name="request_dates_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("state", "answered"), ("supplement__isnull", False)
                            ),
                            models.Q(
                                models.Q(("state", "answered"), _negated=True),
                                ("answered_at__isnull", True),
                                ("supplement__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="request_answer_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="request_withdrawal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.DateField()),
                ("after", models.DateField(verbose_name="answer by")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="examination.informationrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ("request", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("after__gt", models.F("before"))), name="extension_is_later"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("authority", "Authority"), ("applicant", "Municipality")], max_length=10
                    ),
                ),
                ("text", models.TextField(max_length=10000, verbose_name="message")),
                ("files", models.PositiveSmallIntegerField(default=0)),
                ("once", models.CharField(editable=False, max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("by_house", models.CharField(blank=True, max_length=300)),
                ("read_at", models.DateTimeField(null=True)),
                ("read_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["case", "-at"], name="message_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "once"), name="message_once"),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["authority", "applicant"])), name="message_side_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=10000, verbose_name="note")),
                ("once", models.CharField(editable=False, max_length=32)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "internal note",
                "verbose_name_plural": "internal notes",
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["case", "-at"], name="note_of_case")],
                "constraints": [models.UniqueConstraint(fields=("case", "once"), name="note_once")],
            },
        ),
        migrations.CreateModel(
            name="RequestedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=140)),
                ("titles", models.JSONField(help_text="the title in each language")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("missing", "Missing"), ("unclear", "Unclear")],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="examination.informationrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "requested item",
                "verbose_name_plural": "requested items",
                "ordering": ("request", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("request", "item"), name="requested_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["missing", "unclear"])), name="requested_item_verdict_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complete", "The application is complete"),
                            ("incomplete", "The application stays incomplete"),
                            ("reopened", "The completeness check was opened again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_steps", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of the check",
                "verbose_name_plural": "steps of the check",
                "ordering": ("case", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["complete", "incomplete", "reopened"])),
                        name="check_step_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "complete"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="check_step_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=140)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("missing", "Missing"), ("unclear", "Unclear")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("stamp", models.PositiveIntegerField(default=1)),
                ("outdated", models.BooleanField(default=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ("case", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("case", "item"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["accepted", "missing", "unclear"])),
                        name="finding_verdict_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="informationrequest",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_on"], name="request_open_by_day"),
        ),
    ]
