"""Forms of the calculators. They read what is typed and show errors at the field; the rules are the rooms'."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from codeward import bounds
from codeward.calculators import InputError
from codeward.calculators.anesthesia import CIRCUMSTANCES, STATUS, STEPS
from codeward.calculators.em import elements
from codeward.errors import CodewardError
from codeward.web.problems import told

__all__ = ["AnesthesiaForm", "EmForm", "MapForm", "RafForm", "ToolForm", "UnitsForm"]

PAYERS = [("medicare", _("Medicare")), ("other", _("another payer"))]
UNSAID = ("", _("not given"))


def _text(label: Any, help_text: Any = "", *, required: bool = False, most: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


def _whole(label: Any, help_text: Any = "", *, required: bool = False, **more: Any) -> forms.IntegerField:
    """A whole number; its room says what it may be, here only digits without end are turned away."""
    more.setdefault("max_value", 10**6)
    return forms.IntegerField(label=label, help_text=help_text, required=required, **more)


def _number(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=False,
        max_digits=bounds.DIGITS + bounds.PLACES, decimal_places=bounds.PLACES,
    )  # fmt: skip


def _yes(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def _one_of(label: Any, choices: Iterable[tuple[str, Any]], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), required=required)


class ToolForm(forms.Form):
    """A form of a calculator, sent with GET so that its answer has an address."""

    use_required_attribute = False
    # The room's name of an input where it is not the form's own.
    names: dict[str, str] = {}

    def refuse(self, error: CodewardError) -> None:
        """Show a room's error at the field that it names, else above the form."""
        name = None
        words = told(error)
        if isinstance(error, InputError):
            asked = error.field.partition(".")[0].partition("[")[0]
            name = self.names.get(asked, asked)
            words = words.removeprefix(f"{error.field}: ")
        self.add_error(
            name if name in self.fields else None, format_html('<span translate="no">{}</span>', words)
        )


class UnitsForm(ToolForm):
    """Billing units of a drug."""

    names = {"vial": "vials"}

    code = _text(_("HCPCS code"), _("such as J1885"), required=True, most=7)
    dose = _text(_("Dose given"), _("such as 40 mg, 0.5 g or 2 ml"), required=True)
    vials = _text(
        _("Container sizes available"), _("such as 30 mg, 60 mg; separate them with commas"), most=200
    )
    multi = _yes(_("Multi-dose container"))
    strength = _text(_("Strength"), _("only if the dose is a volume, such as 30 mg/ml"))
    per = _text(_("One billing unit"), _("leave empty to use the HCPCS data"))
    payer = _one_of(_("Payer"), PAYERS)
    packaged = _yes(_("Packaged: not paid separately"))
    dispensed = _yes(_("Dispensed by a supplier, taken at home"))


CATEGORIES = [
    ("office", _("Office or other outpatient visit")),
    ("home", _("Home or residence")),
    ("hospital", _("Hospital inpatient or observation")),
    ("same_day", _("Admitted and discharged on one date")),
    ("consultation", _("Consultation")),
    ("nursing", _("Nursing facility")),
    ("emergency", _("Emergency department")),
    ("critical_care", _("Critical care")),
    ("discharge", _("Hospital discharge day")),
    ("nursing_discharge", _("Nursing facility discharge")),
    ("preventive", _("Preventive visit")),
    ("prolonged_other_day", _("Prolonged service on another day")),
]


class EmForm(ToolForm):
    """An encounter for the evaluation and management calculator."""

    names = {"data": "tests"}

    category = _one_of(_("Kind of encounter"), CATEGORIES)
    payer = _one_of(_("Payer"), reversed(PAYERS))
    patient = _one_of(
        _("Patient"), [UNSAID, ("new", _("new")), ("established", _("established"))], required=False
    )
    last_seen = forms.DateField(
        label=_("Last seen by the group and specialty"),
        required=False,
        help_text=_("instead of new or established"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    stage = _one_of(
        _("Service of this stay"),
        [UNSAID, ("initial", _("the first")), ("subsequent", _("a later one"))],
        required=False,
    )
    setting = _one_of(
        _("Where the consultation was"),
        [UNSAID, ("office", _("office")), ("inpatient", _("hospital")), ("nursing", _("nursing facility"))],
        required=False,
    )
    tests = _text(
        _("Tests ordered or reviewed"), _("their codes, separated by commas, such as 80053, 85025"), most=200
    )
    interpreted = _text(_("Tests interpreted independently"), _("not reported separately"), most=200)
    reported = _text(
        _("Tests you report too"),
        _("a lab result still counts, a professional interpretation does not"),
        most=200,
    )
    notes = _whole(_("External notes reviewed, each source once"), min_value=0, max_value=20)
    historian = _yes(_("Independent historian needed"))
    discussion = _yes(_("Discussed with someone external"))
    minutes = _whole(_("Minutes on the date"), _("the practitioner's total"))
    minutes_separately_reported = _whole(
        _("Minutes of services reported separately"), _("part of the total; will be subtracted")
    )
    minutes_other_days = _whole(
        _("Minutes on the days before and after"), _("counted for some Medicare prolonged services")
    )
    age = _whole(_("Age in years"), _("for preventive visits"))
    hours = _number(_("Hours of the stay"), _("for a stay on one date; Medicare requires 8"))
    principal_physician = _yes(_("The principal physician of record reports it"))
    split_shared = _yes(_("Shared with another practitioner in the group"), _("in a facility"))
    minutes_by_other = _whole(
        _("Minutes of the other practitioner"), _("part of the total, for a shared visit")
    )
    staff_only = _yes(_("Clinical staff alone saw the patient"))
    code = _text(_("The code that was chosen"), _("does it agree?"), most=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in _kinds("problems"):
            self.fields[f"problem_{kind}"] = _whole(words, min_value=0, max_value=20)
        for kind, words in _kinds("risk"):
            self.fields[f"risk_{kind}"] = forms.BooleanField(label=words, required=False)

    def group(self, start: str) -> list[forms.BoundField]:
        """The bound fields whose name begins so."""
        return [self[name] for name in self.fields if name.startswith(start)]

    @property
    def problem_fields(self) -> list[forms.BoundField]:
        """How many problems of each kind."""
        return self.group("problem_")

    @property
    def risk_fields(self) -> list[forms.BoundField]:
        """Which risks."""
        return self.group("risk_")


def _kinds(which: Any) -> list[tuple[str, str]]:
    """(id, words) of each kind once, in the words of a single one."""
    found: dict[str, str] = {}
    for row in elements(which):
        found.setdefault(row.id, row.words)
    return list(found.items())


class AnesthesiaForm(ToolForm):
    """An anesthesia case."""

    names = {"conversion_factor": "factor", "circumstances": "circumstances"}

    code = _text(_("Anesthesia code"), _("00100 to 01999"), required=True, most=7)
    minutes = _whole(_("Minutes of anesthesia"), _("exactly as recorded"), required=True)
    base = _number(_("Base units"), _("leave empty to use the CPT data"))
    factor = _number(_("Conversion factor"), _("such as 20.50; for the amount"))
    payer = _one_of(_("Payer"), PAYERS)
    status = _one_of(_("Physical status"), [UNSAID, *((name, name) for name in STATUS)], required=False)
    circumstances = forms.MultipleChoiceField(
        label=_("Qualifying circumstances"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, f"{code} {words}") for code, (_units, words) in CIRCUMSTANCES.items()],
    )  # fmt: skip
    role = _one_of(_("Whose claim"), [("physician", _("physician")), ("anesthetist", _("anesthetist"))])
    concurrent = _whole(_("Cases directed at the same time"), _("0: given in person"))
    directed = _yes(_("The anesthetist was directed by a physician"))
    at_induction = _yes(_("The supervising physician was present at induction"))
    monitored = _yes(_("Monitored anesthesia care"))
    steps = forms.MultipleChoiceField(
        label=_("Documented steps of medical direction"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(STEPS.items()), help_text=_("leave empty to skip this check"),
    )  # fmt: skip
    time_rule = _one_of(
        _("Time units for another payer"),
        [("tenth", _("to one tenth")), ("whole", _("whole units, rounded up"))],
    )
    minutes_per_unit = _whole(_("Minutes per unit, for another payer"), initial=15)


class RafForm(ToolForm):
    """A beneficiary for a risk score."""

    diagnoses = forms.CharField(
        label=_("Diagnoses (ICD-10-CM)"), max_length=2000,
        help_text=_("separated by spaces or commas, such as E11.22, I50.9"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    age = _whole(_("Age"), _("on February 1 of the payment year"), required=True)
    sex = _one_of(_("Sex"), [("F", _("female")), ("M", _("male"))])
    model = _one_of(_("Model and payment year"), [])
    dual = _one_of(_("Medicaid"), [("none", _("none")), ("partial", _("partial")), ("full", _("full"))])
    orec = _one_of(
        _("Original reason for entitlement"),
        [
            ("0", _("age")),
            ("1", _("disability")),
            ("2", _("kidney failure")),
            ("3", _("disability and kidney failure")),
        ],
    )
    institutional = _yes(_("Long-term institutional"))
    new_enrollee = _yes(_("New enrollee"), _("less than twelve months of Part B"))
    snp = _yes(_("Chronic condition special needs plan"))
    low_income = _yes(_("Low-income subsidy (Part D)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from codeward.crosswalks.hcc import models

        field = self.fields["model"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (f"{name}:{year}", f"{name}, {year}")
            for name, years in models().items()
            for year in sorted(years, reverse=True)
        ]


class MapForm(ToolForm):
    """A code and a crosswalk."""

    code = _text(_("Code"), _("ICD-10-CM or ICD-9-CM: either works"), required=True, most=12)
    to = _one_of(_("Crosswalk"), [], required=False)
    reverse = _yes(_("Backward: which codes lead to it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from codeward import crosswalks

        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        described = [crosswalks.descriptor(name) for name in crosswalks.names()]
        described.sort(key=lambda one: (one.source_system != "icd10cm", one.title))
        field.choices = [("", _("All that begin at the code")), *((one.id, one.title) for one in described)]
