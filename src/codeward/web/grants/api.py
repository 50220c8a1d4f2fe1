"""What other apps may use of grants. They import from here and nowhere deeper."""

from codeward.web.grants.choices import preset_choices, read_scope, role_choices, scope_choices
from codeward.web.grants.doors import (
    Pass,
    SecondStepNeeded,
    approval_to_decide,
    grant_to_see,
    may_here,
    passes,
)
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.moves import end, give, give_preset, keep_a_director
from codeward.web.grants.refusals import LastDirector, NotAllowed, NotNow, Unfit
from codeward.web.grants.rights import (
    Reach,
    grants_of,
    holders,
    is_staff,
    live,
    may,
    needs_second_step,
    reach,
    role_for,
    who_may,
)
from codeward.web.grants.said import GrantMove, on_move
from codeward.web.grants.scopes import SCHOOL, Scope, on_scope, on_share
from codeward.web.grants.scopes import title as scope_title
from codeward.web.grants.second import (
    approve,
    kind_of,
    lapse,
    on_second,
    pending,
    refuse,
    second_person,
    withdraw,
)
from codeward.web.grants.table import Area, Cell, Need, Preset, Role, cell, table

__all__ = [
    "SCHOOL",
    "Approval",
    "Area",
    "Cell",
    "Grant",
    "GrantMove",
    "LastDirector",
    "Need",
    "NotAllowed",
    "NotNow",
    "Pass",
    "Preset",
    "Reach",
    "Role",
    "Scope",
    "SecondStepNeeded",
    "Unfit",
    "approval_to_decide",
    "approve",
    "cell",
    "end",
    "give",
    "give_preset",
    "grant_to_see",
    "grants_of",
    "holders",
    "is_staff",
    "keep_a_director",
    "kind_of",
    "lapse",
    "live",
    "may",
    "may_here",
    "needs_second_step",
    "on_move",
    "on_scope",
    "on_second",
    "on_share",
    "passes",
    "pending",
    "preset_choices",
    "reach",
    "read_scope",
    "refuse",
    "role_choices",
    "role_for",
    "scope_choices",
    "scope_title",
    "second_person",
    "table",
    "who_may",
    "withdraw",
]
