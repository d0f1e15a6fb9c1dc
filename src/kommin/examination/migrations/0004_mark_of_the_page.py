from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("examination", "0003_scenario_lines_as_they_were"),
    ]

    operations = [
        migrations.AddField(
            model_name="scoresheet",
            name="page",
            field=models.CharField(blank=True, max_length=16),
        ),
    ]
