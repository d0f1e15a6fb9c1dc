import django.db.models.deletion
import django.db.models.functions.comparison
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_invitations_by_command"),
        ("questionnaires", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BuildingBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "building block",
                "verbose_name_plural": "building blocks",
                "ordering": ("programme", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_until__isnull", True),
                            ("valid_until__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="block_days_in_order",
                        violation_error_message="The last day lies before the first day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("source", models.CharField(max_length=500, verbose_name="source")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed")),
            ],
            options={
                "verbose_name": "clause set",
                "verbose_name_plural": "clause sets",
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name in addresses")),
                ("valid_from", models.DateField(verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "regime",
                    models.CharField(
                        blank=True,
                        help_text="A name such as NRW-2025, or a date; left empty, the law of the day on which a call opens.",
                        max_length=40,
                        verbose_name="legal regime",
                    ),
                ),
                (
                    "second_person_publishes",
                    models.BooleanField(
                        default=False,
                        help_text="Whoever has checked a call then cannot publish it.",
                        verbose_name="A second person publishes calls",
                    ),
                ),
                (
                    "ministry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="people.organisation"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="programmes.programme",
                        verbose_name="predecessor",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ("-valid_from", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="programme_days_in_order",
                        violation_error_message="The last day lies before the first day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guideline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                (
                    "source",
                    models.CharField(help_text="Where the text was published.", max_length=500, verbose_name="source"),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="address of the text")),
                ("valid_from", models.DateField(verbose_name="first day")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("applicants", models.JSONField(blank=True, default=list, verbose_name="who may apply")),
                (
                    "minimum_grant",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="minimum grant"
                    ),
                ),
                ("locked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "clause_set",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.clauseset",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guidelines",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "guideline",
                "verbose_name_plural": "guidelines",
                "ordering": ("programme", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="guideline_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="guideline_days_in_order",
                        violation_error_message="The last day lies before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum_grant__isnull", True), ("minimum_grant__gte", 0), _connector="OR"),
                        name="guideline_minimum_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="short name in addresses")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "In preparation"),
                            ("checked", "Checked"),
                            ("published", "Published"),
                            ("prolonged", "Prolonged"),
                            ("closed", "Closed"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                ("time_zone", models.CharField(default="Europe/Berlin", max_length=60, verbose_name="time zone")),
                (
                    "grace_minutes",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="So long after the deadline an application is still accepted.",
                        verbose_name="grace in minutes",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="budget"),
                ),
                ("contact_name", models.CharField(blank=True, max_length=200, verbose_name="contact person")),
                ("contact_phone", models.CharField(blank=True, max_length=50, verbose_name="telephone")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("checked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("checked_by_id", models.BigIntegerField(blank=True, editable=False, null=True)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "blocks",
                    models.ManyToManyField(
                        blank=True, related_name="calls", to="programmes.buildingblock", verbose_name="building blocks"
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="questionnaires.questionnaireversion",
                        verbose_name="questions",
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="programmes.guideline",
                        verbose_name="guideline",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="programmes.programme"
                    ),
                ),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ("-opens_at", "-pk"),
                "indexes": [models.Index(fields=["state", "closes_at"], name="call_state_closing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["prepared", "checked", "published", "prolonged", "closed"])),
                        name="call_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_at__isnull", True),
                            ("closes_at__isnull", True),
                            ("closes_at__gt", models.F("opens_at")),
                            _connector="OR",
                        ),
                        name="call_opens_before_it_closes",
                        violation_error_message="The call would close before it opens.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("published", "prolonged", "closed")), _negated=True),
                            models.Q(("closes_at__isnull", False), ("opens_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="call_dated_once_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grace_minutes__lte", 1440)), name="call_grace_at_most_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget__isnull", True), ("budget__gte", 0), _connector="OR"),
                        name="call_budget_not_negative",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="buildingblock",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="programmes.programme"
            ),
        ),
        migrations.CreateModel(
            name="Appropriation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveIntegerField(verbose_name="budget year")),
                ("chapter", models.CharField(max_length=20, verbose_name="chapter")),
                ("title", models.CharField(max_length=20, verbose_name="title")),
                (
                    "cash",
                    models.DecimalField(decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="cash"),
                ),
                (
                    "commitment",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="commitment authority"
                    ),
                ),
                (
                    "split_cash",
                    models.DecimalField(decimal_places=2, default=Decimal("0.00"), editable=False, max_digits=14),
                ),
                (
                    "split_commitment",
                    models.DecimalField(decimal_places=2, default=Decimal("0.00"), editable=False, max_digits=14),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appropriations",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "appropriation",
                "verbose_name_plural": "appropriations",
                "ordering": ("programme", "year", "chapter", "title"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "year", "chapter", "title"),
                        name="appropriation_once",
                        violation_error_message="This chapter and title is there already for this year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 1990), ("year__lte", 2100)),
                        name="appropriation_year_plausible",
                        violation_error_message="Enter a budget year between 1990 and 2100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cash__gte", 0),
                            ("commitment__gte", 0),
                            ("split_cash__gte", 0),
                            ("split_commitment__gte", 0),
                        ),
                        name="appropriation_not_negative",
                        violation_error_message="An amount cannot be negative.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("split_cash__lte", models.F("cash")), ("split_commitment__lte", models.F("commitment"))
                        ),
                        name="appropriation_split_within",
                        violation_error_message="The shares of the granting authorities exceed the appropriation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequiredDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("required", models.BooleanField(default=True, verbose_name="required")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="programmes.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("call", "position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="AppropriationShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cash",
                    models.DecimalField(decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="cash"),
                ),
                (
                    "commitment",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="commitment authority"
                    ),
                ),
                (
                    "appropriation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="programmes.appropriation",
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appropriation_shares",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of an appropriation",
                "verbose_name_plural": "shares of appropriations",
                "ordering": ("appropriation", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("appropriation", "authority"), name="appropriation_share_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cash__gte", 0), ("commitment__gte", 0)),
                        name="appropriation_share_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("changed", "Changed"),
                            ("prolonged", "Prolonged"),
                            ("closed_early", "Closed early"),
                        ],
                        max_length=12,
                        verbose_name="why",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("content", models.JSONField(verbose_name="content")),
                ("changes", models.JSONField(default=list, verbose_name="changes")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("published_by_id", models.BigIntegerField(editable=False, null=True)),
                ("published_by", models.CharField(max_length=200, verbose_name="published by")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="programmes.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a call",
                "verbose_name_plural": "versions of calls",
                "ordering": ("call", "-number"),
                "constraints": [models.UniqueConstraint(fields=("call", "number"), name="call_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("number", models.CharField(max_length=12, verbose_name="number")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                (
                    "switchable",
                    models.BooleanField(
                        default=True,
                        help_text="Whether a decision may leave this clause out.",
                        verbose_name="switchable",
                    ),
                ),
                (
                    "clause_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="programmes.clauseset"
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ("clause_set", "position"),
                "constraints": [
                    models.UniqueConstraint(fields=("clause_set", "number"), name="clause_number_once"),
                    models.UniqueConstraint(fields=("clause_set", "position"), name="clause_position_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfirmedValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("parameter", models.CharField(max_length=60, verbose_name="parameter")),
                ("found", models.CharField(max_length=40, verbose_name="value in the house")),
                (
                    "judgement",
                    models.CharField(
                        choices=[("confirmed", "Confirmed"), ("overridden", "Another value")],
                        max_length=12,
                        verbose_name="judgement",
                    ),
                ),
                ("value", models.CharField(max_length=40, verbose_name="value")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("by_id", models.BigIntegerField(editable=False, null=True)),
                ("by_name", models.CharField(editable=False, max_length=200)),
                ("at", models.DateTimeField(editable=False)),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmed_values",
                        to="programmes.call",
                    ),
                ),
            ],
            options={
                "verbose_name": "confirmed value",
                "verbose_name_plural": "confirmed values",
                "ordering": ("call", "parameter"),
                "constraints": [
                    models.UniqueConstraint(fields=("call", "parameter"), name="confirmed_value_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="confirmed_value_has_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("weight", models.PositiveIntegerField(verbose_name="weight in percent")),
                ("most_points", models.PositiveIntegerField(default=5, verbose_name="points at most")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="programmes.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ("call", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 1), ("weight__lte", 100)),
                        name="criterion_weight_is_a_percentage",
                        violation_error_message="A weight lies between 1 and 100 percent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_points__gte", 1), ("most_points__lte", 100)),
                        name="criterion_points_plausible",
                        violation_error_message="Points lie between 1 and 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FinancingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "applicant",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town", "Town or municipality within a district"),
                            ("city", "City without a district"),
                            ("district", "District"),
                        ],
                        max_length=12,
                        verbose_name="applicant",
                    ),
                ),
                (
                    "consolidation",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "with budget consolidation"), ("no", "without budget consolidation")],
                        max_length=3,
                        verbose_name="budget consolidation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("share", "Share financing"),
                            ("deficit", "Deficit financing"),
                            ("fixed", "Fixed-amount financing"),
                            ("full", "Full financing"),
                        ],
                        max_length=10,
                        verbose_name="kind of financing",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="rate in percent"
                    ),
                ),
                (
                    "unit_amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount per unit"
                    ),
                ),
                ("unit_de", models.CharField(blank=True, max_length=80, verbose_name="unit (German)")),
                ("unit_en", models.CharField(blank=True, max_length=80, verbose_name="unit (English)")),
                (
                    "cap",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="maximum amount"
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.buildingblock",
                        verbose_name="building block",
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="financing", to="programmes.guideline"
                    ),
                ),
            ],
            options={
                "verbose_name": "financing rule",
                "verbose_name_plural": "financing rules",
                "ordering": ("guideline", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("guideline"),
                        django.db.models.functions.comparison.Coalesce("block", 0),
                        models.F("applicant"),
                        models.F("consolidation"),
                        name="financing_rule_once",
                        violation_error_message="There is already a rule for the same applicants and building block.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "share"), ("rate__gt", 0), ("rate__lte", 100), ("rate__isnull", False)),
                            models.Q(models.Q(("kind", "share"), _negated=True), ("rate__isnull", True)),
                            _connector="OR",
                        ),
                        name="financing_rate_with_share_only",
                        violation_error_message="Share financing needs a rate above 0 and up to 100; other kinds have none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit_amount__isnull", True),
                            models.Q(("kind", "fixed"), ("unit_amount__gt", 0)),
                            _connector="OR",
                        ),
                        name="financing_unit_with_fixed_only",
                        violation_error_message="An amount per unit belongs to fixed-amount financing.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "fixed"), _negated=True),
                            ("unit_amount__isnull", False),
                            ("cap__isnull", False),
                            _connector="OR",
                        ),
                        name="financing_fixed_has_amount",
                        violation_error_message="Fixed-amount financing needs an amount per unit or a maximum amount.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cap__isnull", True), ("cap__gt", Decimal("0")), _connector="OR"),
                        name="financing_cap_positive",
                        violation_error_message="A maximum amount must be above 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("text_de", models.TextField(blank=True, max_length=10000, verbose_name="text (German)")),
                ("text_en", models.TextField(blank=True, max_length=10000, verbose_name="text (English)")),
                ("eligible", models.BooleanField(default=True, verbose_name="eligible")),
                ("usual", models.BooleanField(default=False, verbose_name="in every financing plan")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="position")),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_categories",
                        to="programmes.guideline",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost category",
                "verbose_name_plural": "cost categories",
                "ordering": ("guideline", "position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("guideline", "title_de"),
                        name="cost_category_once",
                        violation_error_message="This cost category is there already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title_de", models.CharField(max_length=250, verbose_name="title (German)")),
                ("title_en", models.CharField(blank=True, max_length=250, verbose_name="title (English)")),
                ("day", models.DateField(verbose_name="day")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="timetable", to="programmes.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "date of the timetable",
                "verbose_name_plural": "timetable",
                "ordering": ("call", "day", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("day")), _connector="OR"),
                        name="milestone_days_in_order",
                        violation_error_message="The last day lies before the first day.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("predecessor__isnull", True),
                    models.Q(("predecessor", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="programme_not_its_own_predecessor",
                violation_error_message="A programme cannot be its own predecessor.",
            ),
        ),
        migrations.AddConstraint(
            model_name="buildingblock",
            constraint=models.UniqueConstraint(
                fields=("programme", "code"),
                name="block_code_once",
                violation_error_message="This programme already has a building block with this code.",
            ),
        ),
    ]
