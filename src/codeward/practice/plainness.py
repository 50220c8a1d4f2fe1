"""How plain a text is: its Flesch–Kincaid grade, and spellings that are not American.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid et al. 1975). A sentence is a unit of speech
marked off by a period, a question or exclamation mark, a colon or a semicolon, as Flesch counted them (1949). Syllables
are counted by the rules of English spelling with a short list of exceptions.
Terms of the glossary and codes are taken out: they are the subject, and each is explained where it first appears.
"""

from __future__ import annotations

import re
from functools import cache

from codeward.charts import glossary

__all__ = ["BRITISH", "grade", "syllables", "without_terms"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_SENTENCE = re.compile(r"[.!?:;]+(?=\s|$|[”\"')])")
_CODE = re.compile(r"\b(?=\w*\d)[A-Z0-9][A-Za-z0-9.–-]*\b-?")
_ODD = {
    "area": 3, "areas": 3, "being": 2, "create": 2, "created": 3, "diet": 2, "doing": 2, "every": 2, "everyone": 3,
    "everything": 3, "fluid": 2, "going": 2, "idea": 3, "medicine": 3, "mobile": 2, "people": 2, "period": 3,
    "poem": 2, "quiet": 2, "reality": 4, "science": 2, "seeing": 2, "someone": 2, "something": 2, "sometimes": 2,
    "therefore": 2, "trial": 2, "usually": 4, "using": 2, "vial": 2, "once": 1, "one": 1, "business": 2, "several": 3,
    "different": 3, "diabetes": 4, "guideline": 2, "guidelines": 2,
    "evening": 2, "interest": 3, "average": 3, "general": 3, "whole": 1, "lying": 2, "saying": 2,
}  # fmt: skip
# What an American writes otherwise. Stems, since medicine builds on them: oedem- is edem-, haem- is hem-.
BRITISH = re.compile(
    r"\b(?:\w*(?:oedem|anaem|haem|paediatr|foet(?:al|us)|(?<![a-z])oesoph|diarrhoea|orthopaed|"
    r"gynaec|leukaem|anaesth|caesar|ischaem|uraem|septicaem|oestr|dyspnoea|apnoea|coeliac|faec|aetiol|rrhoea|glycaem|"
    r"kalaem|natraem|caecum|manoeuv|tumour|behaviour|favour|honour|labour|neighbour|odour|vapour|rumour|flavour|rigour|"
    r"vigour|colour)\w*"
    r"|programmes?|practis(?:e|ed|es|ing)|judgements?|licences?|licenced|cheques?|grey|centres?|centred|theatres?|"
    r"(?:milli|centi|kilo)?(?:metres?|litres?)|fibres?|calibre|meagre|plough|aluminium|ageing|enrol|enrols|enrolment|"
    r"fulfil|skilful|wilful|travell(?:ed|ing|er)|cancell(?:ed|ing)|labell(?:ed|ing)|modell(?:ed|ing)|counsell(?:ed|ing|or)|"
    r"signall(?:ed|ing)|defence|offence|pretence|whilst|amongst|learnt|spelt|burnt|mum|spectacles|analys(?:e|ed|es|ing)|"
    r"paralys(?:e|ed|es|ing)|organis(?:e|ed|ing|ation)|recognis(?:e|ed|ing)|specialis(?:e|ed)|hospitalis(?:e|ed|ation)|"
    r"normalis\w+|immunis\w+|stabilis\w+|categoris\w+|summaris\w+|utilis\w+|minimis\w+|catheteris\w+|randomis\w+)\b",
    re.IGNORECASE,
)


@cache
def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    word = word.casefold().replace("’", "'").removesuffix("'s").replace("'", "")
    if word in _ODD:
        return _ODD[word]
    if len(word) <= 3:
        return max(1, len(re.findall(r"[aeiouy]+", word)))
    count = len(re.findall(r"[aeiouy]+", word))
    count += len(re.findall(r"(?<=[bdfhklmnprvz])i(?:a|o|um|us)|ciat|yi|(?<=[^gq])u(?:al|ou)|(?<=d)ia", word))
    count -= len(re.findall(r"dia", word))  # counted twice above
    if word.endswith("e") and not re.search(r"[^aeiou]le$|[aeiouy]e$", word):
        count -= 1
    silent_ed = re.search(r"[^aeioutd]ed$", word)
    silent_es = re.search(r"[^aeiou]es$", word) and not re.search(r"(?:[csxzg]|ch|sh|[^aeiou]l)es$", word)
    if silent_ed or silent_es:
        count -= 1
    if re.search(r"[^aeioul](?:ely|eless|ement|eful)", word):
        count -= 1
    return max(1, count)


def without_terms(text: str) -> str:
    """Return a text without the glossary's terms and without codes; a term leaves the plain word "it" in its place."""
    return _CODE.sub("it", _terms().sub("it", text))


@cache
def _terms() -> re.Pattern[str]:
    names = sorted((entry.term for entry in glossary().terms), key=len, reverse=True)
    plural = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b(?:{plural})(?:e?s)?\b", re.IGNORECASE)


def grade(text: str) -> tuple[float, int]:
    """Return the Flesch–Kincaid grade of a text, without its terms and codes, and how many words it has."""
    plain = without_terms(text)
    words = _WORD.findall(plain)
    if not words:
        return 0.0, 0
    sentences = max(1, len([part for part in _SENTENCE.split(plain) if _WORD.search(part)]))
    sounds = sum(syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59, len(words)
