import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_case_and_ledger"),
        ("people", "0004_keys_of_any_register"),
        ("people", "__first__"),
        ("programmes", "0002_responsibility"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScoreResult",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="score_result",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("score", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="score")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("single", "one examiner"),
                            ("mean", "mean of the examiners"),
                            ("consensus", "common score"),
                            ("mean_stands", "mean, by decision of the head"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "result of scoring",
                "verbose_name_plural": "results of scoring",
            },
        ),
        migrations.CreateModel(
            name="Consensus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("lines", models.JSONField(default=dict)),
                ("reason", models.TextField(verbose_name="reason")),
                ("is_mean", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("void", "Void"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("proposed_by_name", models.CharField(max_length=200)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consensus_rounds", to="cases.case"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_scores",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "common score",
                "verbose_name_plural": "common scores",
                "ordering": ("case", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")), fields=("case",), name="consensus_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "agreed", "declined", "void"])),
                        name="consensus_state_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensusVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("agrees", models.BooleanField()),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "consensus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voices", to="examination.consensus"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a common score",
                "verbose_name_plural": "answers to common scores",
                "ordering": ("consensus", "pk"),
                "constraints": [models.UniqueConstraint(fields=("consensus", "person"), name="consensus_voice_once")],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("rules", models.JSONField()),
                ("adopted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("adopted_by_id", models.BigIntegerField(null=True)),
                ("adopted_by_name", models.CharField(max_length=200)),
                ("deputising_for", models.CharField(blank=True, max_length=200)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="people.organisation",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="programmes.call"
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ("call", "number"),
                "constraints": [models.UniqueConstraint(fields=("call", "number"), name="proposal_once")],
            },
        ),
        migrations.CreateModel(
            name="ProposalLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("award", models.BooleanField(verbose_name="award")),
                ("why", models.CharField(max_length=20)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("years", models.JSONField(default=dict)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposal_lines", to="cases.case"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="examination.proposal"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a proposal",
                "verbose_name_plural": "lines of proposals",
                "ordering": ("proposal", "place"),
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "case"), name="proposal_line_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("case",),
                        name="proposal_line_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("award", True)),
                            models.Q(("amount", 0), ("award", False)),
                            _connector="OR",
                        ),
                        name="proposal_line_refusal_without_money",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("rules", models.JSONField()),
                ("summary", models.JSONField(default=dict)),
                ("computed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("created_by_name", models.CharField(max_length=200)),
                ("hidden_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="people.organisation",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scenarios", to="programmes.call"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
                "ordering": ("call", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("authority__isnull", False), ("hidden_at__isnull", True)),
                        fields=("call", "authority", "name"),
                        name="scenario_name_once_of_authority",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("authority__isnull", True), ("hidden_at__isnull", True)),
                        fields=("call", "name"),
                        name="scenario_name_once_of_ministry",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="scenario",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="examination.scenario"
            ),
        ),
        migrations.CreateModel(
            name="ScenarioComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="examination.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a scenario",
                "verbose_name_plural": "comments on scenarios",
                "ordering": ("scenario", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ScenarioLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("award", models.BooleanField()),
                ("why", models.CharField(max_length=20)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("years", models.JSONField(default=dict)),
                ("score", models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="score")),
                ("asked", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount judged")),
                ("fingerprint", models.CharField(max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scenario_lines", to="cases.case"
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="examination.scenario"
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a scenario",
                "verbose_name_plural": "lines of scenarios",
                "ordering": ("scenario", "place"),
                "constraints": [models.UniqueConstraint(fields=("scenario", "case"), name="scenario_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Scorer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("assigned_by_name", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
                ("ended_reason", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scorers", to="cases.case"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "scoring examiner",
                "verbose_name_plural": "scoring examiners",
                "ordering": ("case", "pk"),
                "indexes": [models.Index(fields=["person", "ended_at"], name="scorer_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("case", "person"), name="scorer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("criteria", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("points", models.JSONField(default=dict)),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("stamp", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("total", models.DecimalField(decimal_places=2, max_digits=6, null=True, verbose_name="score")),
                ("handed_in_at", models.DateTimeField(null=True, verbose_name="handed in")),
                ("handed_in_by_id", models.BigIntegerField(null=True)),
                ("handed_in_by_name", models.CharField(blank=True, max_length=200)),
                ("deputising_for", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="score_sheets", to="cases.case"
                    ),
                ),
                (
                    "scorer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="examination.scorer"
                    ),
                ),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
                "ordering": ("case", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("scorer", "digest"), name="score_sheet_once"),
                    models.CheckConstraint(
                        condition=models.Q(("handed_in_at__isnull", True), ("total__isnull", False), _connector="OR"),
                        name="score_sheet_total_when_handed_in",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoringRules",
            fields=[
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="scoring_rules",
                        serialize=False,
                        to="programmes.call",
                    ),
                ),
                ("scorers_per_case", models.PositiveSmallIntegerField(default=2, verbose_name="examiners per case")),
                (
                    "spread_percent",
                    models.PositiveSmallIntegerField(default=40, verbose_name="large difference in percent"),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_by_name", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "rules of scoring",
                "verbose_name_plural": "rules of scoring",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scorers_per_case__gte", 1),
                            ("scorers_per_case__lte", 9),
                            ("spread_percent__gte", 1),
                            ("spread_percent__lte", 100),
                        ),
                        name="scoring_rules_plausible",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AmountJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content_digest", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("regime", models.CharField(max_length=40)),
                ("lines", models.JSONField()),
                ("applied", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount applied for")),
                ("eligible", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="eligible expenditure")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="grant that follows")),
                ("below_minimum", models.BooleanField(default=False)),
                ("years", models.JSONField(default=dict)),
                ("shares", models.JSONField(default=list)),
                ("derivation", models.JSONField(default=dict)),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(max_length=200)),
                ("deputising_for", models.CharField(blank=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="amount_judgements", to="cases.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "judgement of the financing plan",
                "verbose_name_plural": "judgements of financing plans",
                "ordering": ("case", "number"),
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="amount_judgement_once")],
            },
        ),
    ]
