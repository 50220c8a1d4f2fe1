from django.db import migrations

from codeward.web.accounts.factors import decrypted, encrypted

NAMES = ("secret", "seed")


def _each(apps, turn):
    for row in apps.get_model("mfa", "Authenticator").objects.select_for_update().iterator():
        held = dict(row.data)
        for name in NAMES:
            if isinstance(held.get(name), str):
                held[name] = turn(held[name])
        if isinstance(held.get("migrated_codes"), list):
            held["migrated_codes"] = [turn(one) for one in held["migrated_codes"]]
        if held != row.data:
            row.data = held
            row.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    """What was written before is encrypted too; what is encrypted already stays."""
    _each(apps, lambda text: text if text.startswith("fernet:") else encrypted(text))


def decrypt(apps, schema_editor):
    _each(apps, decrypted)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_no_flags_of_staff"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
