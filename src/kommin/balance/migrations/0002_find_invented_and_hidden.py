from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("balance", "0001_rollup_and_snapshots"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="project",
            index=models.Index(condition=models.Q(("invented", True)), fields=["programme"], name="project_invented"),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(condition=models.Q(("is_public", False)), fields=["programme"], name="project_hidden"),
        ),
    ]
