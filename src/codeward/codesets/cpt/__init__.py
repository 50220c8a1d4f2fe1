"""CPT without its descriptors: section ranges, our own study glosses and public facts; and a licensee's own files.

    from codeward.codesets import cpt
    cpt.facts("00142")["base_units"]      facts that CMS publishes about a code number
    cpt.meaning("global_days", "090")     what an indicator says, in words
    cpt.ended("99241")                    last day of a number that is no more, and what took its place

CPT is a registered trademark of the American Medical Association, which owns the descriptors. None stands here.
"""

from codeward.codesets.cpt.indicators import meaning
from codeward.codesets.cpt.tables import Ended, ended, facts

__all__ = ["Ended", "ended", "facts", "meaning"]
