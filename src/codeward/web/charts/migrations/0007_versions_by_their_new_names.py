"""Versions of charts become versions of content: the table and its columns get their names of the learning app.

Every row stays where it is, and what refers to it goes on doing so. The app `learning` takes the table over in its first
migration, which stands behind this one; 0008 points attempts and grades at its model.
"""

from django.db import migrations, models

KINDS = [("chart", "chart"), ("lesson", "lesson"), ("item", "item")]


class Migration(migrations.Migration):
    dependencies = [("charts", "0006_help_used")]

    operations = [
        migrations.AlterModelTable("ChartSnapshot", "learning_contentversion"),
        migrations.RenameField("ChartSnapshot", "version", "digest"),
        migrations.RenameField("ChartSnapshot", "chart_id", "content_id"),
        migrations.AddField(
            "ChartSnapshot",
            "kind",
            models.CharField(choices=KINDS, max_length=10, default="chart"),
            preserve_default=False,
        ),
    ]
