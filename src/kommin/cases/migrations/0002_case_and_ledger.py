import django.db.models.deletion
import django.utils.timezone
import kommin.foundation.search.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0003_invitations_by_command"),
        ("people", "__first__"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("applicant_key", models.CharField(blank=True, max_length=12, verbose_name="municipality key")),
                ("applicant_name", models.CharField(max_length=300, verbose_name="applicant")),
                (
                    "applicant_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town", "Town or municipality within a district"),
                            ("city", "City without a district"),
                            ("district", "District"),
                        ],
                        max_length=12,
                        verbose_name="kind of applicant",
                    ),
                ),
                ("applicant_sort", kommin.foundation.search.fields.SortKeyField(editable=False, max_length=400)),
                ("district_key", models.CharField(blank=True, max_length=12)),
                ("region_key", models.CharField(blank=True, max_length=12)),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                ("title_sort", kommin.foundation.search.fields.SortKeyField(editable=False, max_length=400)),
                ("starts_on", models.DateField(null=True, verbose_name="project from")),
                ("ends_on", models.DateField(null=True, verbose_name="project until")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("checking", "Completeness check"),
                            ("awaiting", "Waiting for the municipality"),
                            ("scoring", "Scoring"),
                            ("assessed", "Assessed"),
                            ("proposed", "Proposed"),
                            ("decided", "Decided"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                (
                    "completeness",
                    models.CharField(
                        choices=[
                            ("open", "Not checked yet"),
                            ("waiting", "More was requested"),
                            ("answered", "The municipality has answered"),
                            ("incomplete", "Incomplete"),
                            ("complete", "Complete"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="completeness",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "stage_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="in this stage since"),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last change")),
                ("examiner_name", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField(null=True, verbose_name="due")),
                ("due_what", models.CharField(blank=True, max_length=200)),
                (
                    "applied",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="amount applied for"),
                ),
                (
                    "eligible",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="eligible expenditure"
                    ),
                ),
                (
                    "proposed",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="amount proposed"),
                ),
                (
                    "granted",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name="amount in force"),
                ),
                ("score", models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="score")),
                ("unread_authority", models.PositiveIntegerField(default=0)),
                ("unread_applicant", models.PositiveIntegerField(default=0)),
                (
                    "is_public",
                    models.BooleanField(
                        default=True,
                        help_text="Whether the project may appear in public lists once it is granted.",
                        verbose_name="public",
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case",
                        to="cases.application",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handled_cases",
                        to="people.organisation",
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="programmes.buildingblock",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="programmes.call",
                    ),
                ),
                (
                    "examiner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases_in_hand",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="examiner",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="people.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": ("-received_at", "-pk"),
                "indexes": [
                    models.Index(fields=["authority", "call", "stage"], name="case_of_authority"),
                    models.Index(fields=["examiner", "stage"], name="case_of_examiner"),
                    models.Index(fields=["applicant_key", "received_at"], name="case_of_place"),
                    models.Index(fields=["authority", "due_on"], name="case_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "received",
                                    "checking",
                                    "awaiting",
                                    "scoring",
                                    "assessed",
                                    "proposed",
                                    "decided",
                                    "closed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="case_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completeness__in", ["open", "waiting", "answered", "incomplete", "complete"])
                        ),
                        name="case_completeness_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("granted__gte", 0)), name="case_granted_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("applicant_key", models.CharField(blank=True, max_length=12)),
                (
                    "applicant_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town", "Town or municipality within a district"),
                            ("city", "City without a district"),
                            ("district", "District"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("granted", "Granted"),
                            ("changed", "Changed"),
                            ("withdrawn", "Withdrawn"),
                            ("revoked", "Revoked"),
                            ("paid", "Paid"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("budget_year", models.PositiveIntegerField(verbose_name="budget year")),
                ("effective_on", models.DateField(verbose_name="effective")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded")),
                ("source", models.CharField(max_length=80, verbose_name="source")),
                ("by_name", models.CharField(blank=True, max_length=200)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="people.organisation",
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="programmes.buildingblock",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.case"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the ledger",
                "verbose_name_plural": "ledger of grants",
                "ordering": ("effective_on", "pk"),
                "indexes": [
                    models.Index(fields=["programme", "effective_on", "kind"], name="ledger_of_programme"),
                    models.Index(fields=["applicant_key", "effective_on"], name="ledger_of_place"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "case", "kind", "budget_year"), name="ledger_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["granted", "changed", "withdrawn", "revoked", "paid", "returned"])
                        ),
                        name="ledger_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "changed"),
                            models.Q(("amount__gte", 0), ("kind__in", ["granted", "paid", "returned"])),
                            models.Q(("amount__lte", 0), ("kind__in", ["withdrawn", "revoked"])),
                            _connector="OR",
                        ),
                        name="ledger_signs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supplement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveIntegerField(verbose_name="round")),
                ("content", models.JSONField()),
                ("changed", models.JSONField(default=list)),
                ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="supplements", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "supplement",
                "verbose_name_plural": "supplements",
                "ordering": ("case", "round"),
                "constraints": [models.UniqueConstraint(fields=("case", "round"), name="supplement_once")],
            },
        ),
    ]
