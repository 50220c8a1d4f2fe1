"""Who the beneficiary is to a risk adjustment model, and which set of relative factors that chooses.

CMS's macro AGESEXV2: age on February 1 of the payment year; disabled is under 65 with another original reason than
age; originally disabled is 65 or over with disability as original reason. Segments: the Announcement's tables of
relative factors for continuing and for new enrollees.
"""

from __future__ import annotations

from typing import NamedTuple

from codeward.errors import CodewardError, quoted

__all__ = ["Demographics", "DemographicsError"]

_BANDS = (34, 44, 54, 59, 64, 69, 74, 79, 84, 89, 94)
_FULL, _PARTIAL = ("02", "04", "08"), ("01", "03", "05", "06")
_DUAL = {"": "none", "NA": "none", "00": "none", "99": "none", "09": "none", "10": "none"}
_DUAL |= dict.fromkeys(_FULL, "full") | dict.fromkeys(_PARTIAL, "partial")


class DemographicsError(CodewardError):
    """What is said of a beneficiary cannot be: an age below 0, an unknown sex, status or reason."""


def _checked_age(age: object) -> int:
    if isinstance(age, bool) or not isinstance(age, int) or not 0 <= age <= 130:
        raise DemographicsError(f"The age {quoted(age)} is not between 0 and 130", "Give years on February 1")
    return age


class Demographics(NamedTuple):
    """A beneficiary. Build it with `of`, which checks every field.

    `dual` is "none", "partial" or "full"; `orec` is the original reason for entitlement: 0 age, 1 disability, 2 end
    stage renal disease, 3 both. `snp` is a chronic condition special needs plan; `low_income` and `esrd` matter to
    Part D alone (`esrd` follows `orec` where it is not given).
    """

    age: int
    sex: str
    dual: str = "none"
    orec: int = 0
    institutional: bool = False
    new_enrollee: bool = False
    snp: bool = False
    low_income: bool = False
    esrd: bool = False

    @classmethod
    def of(  # noqa: PLR0913 - what the models ask of a beneficiary
        cls, age: int, sex: str, *, dual: str = "none", orec: int | str = 0, institutional: bool = False,
        new_enrollee: bool = False, snp: bool = False, low_income: bool = False, esrd: bool | None = None,
    ) -> Demographics:  # fmt: skip
        """Return a checked beneficiary; *dual* may be CMS's two-digit status code. Raises DemographicsError."""
        years = _checked_age(age)
        written = {"M": "M", "1": "M", "F": "F", "2": "F"}.get(str(sex).strip().upper())
        if written is None:
            raise DemographicsError(f"The sex {quoted(sex)} is not known to the model", "Give F or M")
        status = _DUAL.get(str(dual).strip().upper(), str(dual).strip().lower())
        if status not in ("none", "partial", "full"):
            raise DemographicsError(
                f"The dual status {quoted(dual)} is not known",
                "Give none, partial or full, or a code from 00 to 10",
            )
        if str(orec) not in ("0", "1", "2", "3"):
            raise DemographicsError(
                f"The original reason for entitlement {quoted(orec)} is not known",
                "Give 0 (age), 1 (disability), 2 (ESRD) or 3 (disability and ESRD)",
            )
        reason = int(orec)
        renal = reason in (2, 3) if esrd is None else esrd
        return cls(years, written, status, reason, institutional, new_enrollee, snp, low_income, renal)

    @property
    def aged(self) -> bool:
        """Whether the beneficiary is 65 or over."""
        return self.age >= 65

    @property
    def disabled(self) -> bool:
        """Whether entitled by disability or renal disease: under 65, original reason other than age."""
        return self.age < 65 and self.orec != 0

    @property
    def originally_disabled(self) -> bool:
        """Whether entitled by age now and by disability at first."""
        return self.orec == 1 and not self.disabled

    @property
    def medicaid(self) -> bool:
        """Whether any Medicaid benefit is had."""
        return self.dual != "none"

    @property
    def band(self) -> str:
        """The age and sex cell of continuing enrollees, such as F70_74."""
        return self.sex + self._years(_BANDS)

    @property
    def new_band(self) -> str:
        """The age and sex cell of new enrollees: single years from 65 to 69; 64 by age alone counts as 65."""
        if self.age == 64 and self.orec == 0:
            return f"{self.sex}65"
        return f"{self.sex}{self.age}" if 65 <= self.age <= 69 else self.band

    def _years(self, bands: tuple[int, ...]) -> str:
        low = 0
        for high in bands:
            if self.age <= high:
                return f"{low}_{high}"
            low = high + 1
        return f"{low}_GT"

    def segment(self, part: str) -> str:
        """Return the name that CMS's tables of relative factors give to this beneficiary's set, Part "C" or "D"."""
        if part == "D":
            return self._drug_segment()
        # New enrollees have a table of their own, which knows no institutional status.
        if self.new_enrollee:
            return "SNPNE" if self.snp else "NE"
        if self.institutional:
            return "INS"
        return "C" + {"none": "N", "partial": "P", "full": "F"}[self.dual] + ("A" if self.aged else "D")

    def _drug_segment(self) -> str:
        if self.new_enrollee:
            income = "LTI" if self.institutional else "Lo" if self.low_income else "NoLo"
            return f"Rx_NE_{income}"
        if self.institutional:
            return "Rx_CE_LTI"
        return f"Rx_CE_{'Low' if self.low_income else 'NoLow'}{'Aged' if self.aged else 'NoAged'}"
