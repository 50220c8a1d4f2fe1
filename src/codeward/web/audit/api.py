"""What other apps may use of audit. They import from here and nowhere deeper.

Audit knows no app: it stands below accounts, and people come to it as whoever signs in to this school.
"""

from codeward.web.audit.acts import OPERATOR, Act, AuditError, Keep, Kind, act, acts
from codeward.web.audit.guard import is_secret_like
from codeward.web.audit.keeping import on_days
from codeward.web.audit.models import AuditRow
from codeward.web.audit.origins import address as network_address
from codeward.web.audit.portability import MODELS, forget, give
from codeward.web.audit.present import names, nobody, on_roles
from codeward.web.audit.present import role as role_label
from codeward.web.audit.present import what as told
from codeward.web.audit.recording import Thing, opened, record, refused, rows

__all__ = [
    "MODELS",
    "OPERATOR",
    "Act",
    "AuditError",
    "AuditRow",
    "Keep",
    "Kind",
    "Thing",
    "act",
    "acts",
    "forget",
    "give",
    "is_secret_like",
    "names",
    "network_address",
    "nobody",
    "on_days",
    "on_roles",
    "opened",
    "record",
    "refused",
    "role_label",
    "rows",
    "told",
]
