import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0003_joint_projects_and_wider_keys"),
        ("people", "0004_keys_of_any_register"),
        ("people", "__first__"),
        ("programmes", "0004_commitments_of_shares"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("award", "Award"),
                            ("partial", "Partial award"),
                            ("refusal", "Refusal"),
                            ("early_start", "Consent to an early start"),
                            ("change", "Change"),
                            ("revocation", "Revocation"),
                            ("renunciation", "Renunciation by the municipality"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("handed_over", "Waits for release"),
                            ("released", "Released"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("amounts", models.JSONField(blank=True, default=dict, verbose_name="amounts per budget year")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, default=Decimal("0"), max_digits=14, verbose_name="amount"),
                ),
                ("amount_reason", models.TextField(blank=True, max_length=20000, verbose_name="why this amount")),
                (
                    "eligible",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="eligible expenditure"
                    ),
                ),
                ("grant_from", models.DateField(blank=True, null=True, verbose_name="grant period from")),
                ("grant_until", models.DateField(blank=True, null=True, verbose_name="grant period until")),
                ("project_from", models.DateField(blank=True, null=True, verbose_name="project period from")),
                ("project_until", models.DateField(blank=True, null=True, verbose_name="project period until")),
                ("early_start_from", models.DateField(blank=True, null=True, verbose_name="may begin on")),
                (
                    "earmarked_until",
                    models.DateField(blank=True, null=True, verbose_name="must serve its purpose until"),
                ),
                ("report_due", models.DateField(blank=True, null=True, verbose_name="final report due")),
                (
                    "plan_text",
                    models.TextField(blank=True, max_length=20000, verbose_name="financing plan that is binding"),
                ),
                ("payment_text", models.TextField(blank=True, max_length=20000, verbose_name="payment")),
                ("reasons", models.TextField(blank=True, max_length=20000, verbose_name="reasons")),
                (
                    "legal_basis",
                    models.CharField(blank=True, max_length=300, verbose_name="legal basis of the revocation"),
                ),
                ("clauses_off", models.JSONField(blank=True, default=list, verbose_name="clauses that do not apply")),
                ("conditions", models.TextField(blank=True, max_length=20000, verbose_name="own conditions")),
                ("drafted_by_name", models.CharField(editable=False, max_length=200)),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("handed_by_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("handed_at", models.DateTimeField(editable=False, null=True)),
                ("handed_revision", models.PositiveIntegerField(editable=False, null=True)),
                ("returned_comment", models.TextField(blank=True, editable=False, max_length=2000)),
                ("released_by_name", models.CharField(blank=True, editable=False, max_length=200)),
                ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="released")),
                ("number", models.CharField(blank=True, editable=False, max_length=40, verbose_name="number")),
                ("number_year", models.PositiveIntegerField(editable=False, null=True)),
                ("number_serial", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "code",
                    models.CharField(blank=True, editable=False, max_length=24, verbose_name="code for verification"),
                ),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="date of the decision")),
                ("position", models.PositiveIntegerField(editable=False, null=True)),
                ("amount_before", models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True)),
                ("content", models.JSONField(default=dict, editable=False)),
                (
                    "digest",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64, verbose_name="SHA-256"),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="people.organisation"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="cases.case"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_drafted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_handed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "predecessor",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="decisions.decision",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions_released",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("case", "position", "pk"),
                "indexes": [
                    models.Index(fields=["authority", "state", "handed_at"], name="decision_of_authority"),
                    models.Index(fields=["authority", "released_at"], name="decision_released"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["award", "partial", "refusal", "early_start", "change", "revocation", "renunciation"],
                            )
                        ),
                        name="decision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "handed_over", "released", "discarded"])),
                        name="decision_state_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="decision_amount_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by__isnull", True),
                            models.Q(
                                models.Q(("released_by", models.F("drafted_by")), _negated=True),
                                models.Q(("released_by", models.F("handed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            models.Q(
                                ("decided_on__isnull", False),
                                ("drafted_by__isnull", False),
                                ("handed_by__isnull", False),
                                ("handed_revision", models.F("revision")),
                                ("position__isnull", False),
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("digest", ""), _negated=True),
                                models.Q(("number", ""), _negated=True),
                                models.Q(("code", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_released_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed_over"), _negated=True),
                            ("handed_revision", models.F("revision")),
                            _connector="OR",
                        ),
                        name="decision_handed_over_as_it_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position__isnull", True), ("predecessor__isnull", True)),
                            models.Q(("position", 1), ("predecessor__isnull", True)),
                            models.Q(("position__gt", 1), ("predecessor__isnull", False)),
                            _connector="OR",
                        ),
                        name="decision_first_without_predecessor",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "handed_over"])),
                        fields=("case",),
                        name="decision_one_open_per_case",
                    ),
                    models.UniqueConstraint(fields=("case", "position"), name="decision_position_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="decision_number_unique",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("code",), name="decision_code_unique"
                    ),
                    models.UniqueConstraint(
                        fields=("authority", "number_year", "number_serial"), name="decision_number_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField(verbose_name="budget year")),
                (
                    "basis",
                    models.CharField(
                        choices=[("cash", "Cash"), ("commitment", "Commitment authority")],
                        max_length=10,
                        verbose_name="out of",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="cases.case"
                    ),
                ),
                (
                    "share",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programmes.appropriationshare",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "ordering": ("share", "pk"),
                "indexes": [models.Index(fields=["case", "year"], name="commitment_of_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "share", "basis"), name="commitment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["cash", "commitment"])), name="commitment_basis_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True), name="commitment_not_nothing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveIntegerField()),
                ("template", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="document", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "document of a decision",
                "verbose_name_plural": "documents of decisions",
            },
        ),
        migrations.CreateModel(
            name="DecisionSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "series of numbers",
                "verbose_name_plural": "series of numbers",
                "constraints": [models.UniqueConstraint(fields=("authority", "year"), name="decision_series_once")],
            },
        ),
        migrations.CreateModel(
            name="DecisionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("changed", "Changed"),
                            ("handed_over", "Handed over for release"),
                            ("returned", "Returned"),
                            ("released", "Released"),
                            ("discarded", "Discarded"),
                        ],
                        max_length=12,
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("comment", models.TextField(blank=True, max_length=2000)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="decisions.decision"
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a decision",
                "verbose_name_plural": "steps of decisions",
                "ordering": ("decision", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["drafted", "changed", "handed_over", "returned", "released", "discarded"])
                        ),
                        name="decision_step_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_label", models.CharField(max_length=80)),
                ("to_label", models.CharField(max_length=80)),
                ("from_year", models.PositiveIntegerField()),
                ("to_year", models.PositiveIntegerField()),
                (
                    "basis",
                    models.CharField(choices=[("cash", "Cash"), ("commitment", "Commitment authority")], max_length=10),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("reason", models.TextField(max_length=2000)),
                ("once", models.CharField(editable=False, max_length=32, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "from_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="programmes.programme"
                    ),
                ),
                (
                    "to_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer of means",
                "verbose_name_plural": "transfers of means",
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="transfer_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["cash", "commitment"])), name="transfer_basis_known"
                    ),
                ],
            },
        ),
    ]
