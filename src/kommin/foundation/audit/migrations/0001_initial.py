import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=220)),
                ("number", models.PositiveIntegerField(help_text="Position in its chain, from 1.")),
                ("at", models.DateTimeField(db_index=True)),
                ("action", models.CharField(max_length=100)),
                ("case", models.CharField(blank=True, max_length=64)),
                ("object_type", models.CharField(blank=True, max_length=100)),
                ("object_id", models.CharField(blank=True, max_length=100)),
                ("object_label", models.TextField(blank=True)),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("command", "command"),
                            ("clock", "clock"),
                            ("nobody", "nobody"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                ("actor_name", models.TextField(blank=True)),
                ("actor_role", models.CharField(blank=True, max_length=50)),
                ("deputising_for", models.TextField(blank=True)),
                ("organisation_id", models.BigIntegerField(blank=True, null=True)),
                ("organisation_name", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("data_json", models.TextField(default="{}")),
                ("personal_hash", models.CharField(blank=True, max_length=64)),
                (
                    "previous",
                    models.CharField(blank=True, help_text="Hash of the record before it in its chain.", max_length=64),
                ),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "audit record",
                "verbose_name_plural": "audit records",
                "indexes": [
                    models.Index(fields=["action", "-at"], name="audit_record_action"),
                    models.Index(fields=["object_type", "object_id", "-at"], name="audit_record_object"),
                    models.Index(fields=["actor_id", "-at"], name="audit_record_actor"),
                    models.Index(fields=["organisation_id", "-at"], name="audit_record_organisation"),
                    models.Index(fields=["case", "-at"], name="audit_record_case"),
                ],
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="audit_record_chain_number")],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("chains", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
            },
        ),
        migrations.CreateModel(
            name="SealedEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=220)),
                ("number", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "sealed end",
                "verbose_name_plural": "sealed ends",
                "constraints": [models.UniqueConstraint(fields=("chain", "number"), name="audit_sealed_end_number")],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("chain", models.CharField(max_length=220, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("sealed", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "end of a chain",
                "verbose_name_plural": "ends of chains",
                "indexes": [
                    models.Index(
                        condition=models.Q(("number__gt", models.F("sealed"))),
                        fields=["chain"],
                        name="audit_head_unsealed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Personal",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="personal",
                        serialize=False,
                        to="audit.record",
                    ),
                ),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("data_json", models.TextField(blank=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "personal payload",
                "verbose_name_plural": "personal payloads",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True), models.Q(("data_json", ""), ("salt", "")), _connector="OR"
                        ),
                        name="audit_personal_erased_is_empty",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="sealedend",
            name="seal",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="ends", to="audit.seal"),
        ),
        migrations.AddConstraint(
            model_name="sealedend",
            constraint=models.UniqueConstraint(fields=("seal", "chain"), name="audit_sealed_end_once"),
        ),
    ]
