"""How titles of the Tabular are put together, as far as turning them into index paths needs it."""

from __future__ import annotations

import re

__all__ = ["ADJECTIVES", "FIRST_HEADS", "LEVELS", "PREPOSITIONS", "residual"]

# Terms whose noun stands first: "otitis media", "lupus erythematosus".
FIRST_HEADS = frozenset(
    (
    "acne", "alopecia", "angina", "anorexia", "bulimia", "arthritis", "asthma", "ataxia", "bursitis",
    "bulla", "cardia", "cauda", "cirrhosis", "colitis", "coma", "condyloma", "conjunctivitis", "cor",
    "coxa", "cubitus", "cutis", "delirium", "dementia", "dermatitis", "diabetes", "encephalitis",
    "endocarditis", "enteritis", "epilepsia", "erythema", "facies", "genu", "gingivitis", "glaucoma",
    "granuloma", "hallux", "herpes", "hydrops", "ichthyosis", "icterus", "ileus", "impetigo",
    "incontinentia", "keratosis", "larva", "lichen", "lupus", "macula", "molluscum", "morbus", "myasthenia",
    "myositis", "necrobiosis", "neuritis", "ophthalmia", "osteitis", "osteochondritis", "osteogenesis",
    "otitis", "parapsoriasis", "pectus", "pediculosis", "pemphigus", "pes", "phlegmasia", "pityriasis",
    "placenta", "plica", "polyarteritis", "porphyria", "pruritus", "pseudotumor", "psoriasis", "purpura",
    "retinitis", "rhinitis", "sarcoma", "scleroderma", "situs", "spina", "status", "stria", "syphilis",
    "tabes", "talipes", "tinea", "trichophytosis", "truncus", "ulcus", "urticaria", "vasa", "vertigo",
    "xeroderma",
    )
)  # fmt: skip
# Adjectives that an index prints as a level of their own.
ADJECTIVES = frozenset(
    (
    "acute", "chronic", "subacute", "recurrent", "congenital", "acquired", "traumatic", "nontraumatic",
    "primary", "secondary", "tertiary", "idiopathic", "hereditary", "familial", "malignant", "benign",
    "spontaneous", "displaced", "nondisplaced", "open", "closed", "superficial", "deep", "external",
    "internal", "anterior", "posterior", "upper", "lower", "middle", "inner", "outer", "medial", "lateral",
    "central", "peripheral", "complete", "incomplete", "partial", "total", "unilateral", "severe",
    "moderate", "mild", "early", "late", "postprocedural", "postoperative", "postpartum", "neonatal",
    "juvenile", "adult", "infantile", "drug-induced", "alcoholic", "allergic", "infective", "infectious",
    "viral", "bacterial", "personal", "family", "accidental", "intentional", "simple", "complex",
    "complicated", "uncomplicated",
    )
)  # fmt: skip
# Prepositions that begin a part of a path; the first alternative that fits is taken.
PREPOSITIONS = re.compile(
    r"\s(associated with|resulting from|resulting in|secondary to|caused by|due to|as the cause of|related to|"
    r"while in|while|exposure to|complicating|involving|affecting|following|without|with|during|before|after|"
    r"under|between|through|within|among|against|of|in|at|on|to|from|by|for|as)\s"
)
# Which of them name a site or a thing, and stand without their preposition; the others are levels.
LEVELS = frozenset(("with", "due to", "in", "following", "complicating"))

_RESIDUAL = re.compile(r"(?i)^(other specified|other and unspecified|other|certain)\b")
_UNSPECIFIED = re.compile(
    r"(?i)\b(of |in )?unspecified (part|site|body region|organ|location|type|severity|trimester|degree|"
    r"level|episode of care|joint|cause|organism|agent|nature)s?( of)?\b"
    r"|\bunspecified( as to [a-z ]+)?\b|\bnot elsewhere classified\b|\bNEC\b|\bNOS\b|\bnot otherwise specified\b"
    r"|\b(organism|site|type|cause|trimester|severity|stage) unspecified\b|\bin diseases classified elsewhere\b"
)


def residual(title: str) -> tuple[str, bool, bool]:
    """Return (the title without its residual words, whether it is an "other", whether an "unspecified")."""
    rest, other = _RESIDUAL.subn("", title)
    # "of unspecified degree of the hand" leaves "of the hand"
    rest, vague = _UNSPECIFIED.subn(lambda found: " of " if found[0].endswith(" of") else " ", rest)
    rest = re.sub(r"(?i)\bother specified\b|\bother\b", " ", rest) if other else rest
    rest = re.sub(r"\s+([,;])", r"\1", " ".join(rest.split())).strip(" ,;")
    rest = re.sub(r"\b(of|in|and|or) (of )+", r"\1 ", rest)
    return re.sub(r"^(and|or|of|in) | (and|or|of|in)$", "", rest), bool(other), bool(vague)
