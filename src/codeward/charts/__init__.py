"""Charts, keys and answers: their schema and their loader.

>>> from codeward.charts import load_curriculum
>>> chart = load_curriculum().charts["walk-in-cough"]
>>> chart.first_label
'First-listed diagnosis'
"""

from codeward.charts import guidelines, limits
from codeward.charts.answer import Answer, AnswerLine, AnswerQuery, load_answer, written
from codeward.charts.authorities import Authority, TabularCitation, authorities, parse_tabular
from codeward.charts.base import (
    QUERY_KINDS,
    EmWorksheet,
    Evidence,
    Kind,
    Mark,
    Modifier,
    Place,
    Poa,
    QueryKind,
    QueryTo,
    StrictModel,
    SystemId,
    Units,
)
from codeward.charts.changes import changed
from codeward.charts.chart import ASKS, Age, Chart, Policy, key_json
from codeward.charts.claim import CodedLine, claim_of
from codeward.charts.document import Author, Document
from codeward.charts.guidelines import Guide, GuideHit, Guideline, Heading, guide, is_guideline
from codeward.charts.key import Alternative, Excludes1Exception, Key, KeyLine, Near, OrderPair
from codeward.charts.ledger import LedgerEntry, LedgerRule, Rejection, ledger_rules
from codeward.charts.limits import RECORDS
from codeward.charts.loader import Curriculum, load_chart, load_curriculum, load_snapshot, version_of
from codeward.charts.packs import charts_folder
from codeward.charts.queries import KeyQuery, OtherLine, Outcome, PayerForm
from codeward.charts.teaching import Stop, stops
from codeward.charts.terms import Glossary, Term, glossary, read_glossary
from codeward.charts.text import find_quote, not_canonical, overlap
from codeward.charts.traps import CaseFact, Change, Drg, EditException, PrincipalProcedure, Trap
from codeward.charts.wordparts import WordPart, WordParts, joined, read_parts, spells, word_parts
from codeward.charts.yamlfile import YamlError, parse_yaml, read_yaml, yaml_line
from codeward.errors import AnswerError, ChartError

__all__ = [
    "ASKS",
    "QUERY_KINDS",
    "RECORDS",
    "Age",
    "Alternative",
    "Answer",
    "AnswerError",
    "AnswerLine",
    "AnswerQuery",
    "Author",
    "Authority",
    "CaseFact",
    "Change",
    "Chart",
    "ChartError",
    "CodedLine",
    "Curriculum",
    "Document",
    "Drg",
    "EditException",
    "EmWorksheet",
    "Evidence",
    "Excludes1Exception",
    "Glossary",
    "Guide",
    "GuideHit",
    "Guideline",
    "Heading",
    "Key",
    "KeyLine",
    "KeyQuery",
    "Kind",
    "LedgerEntry",
    "LedgerRule",
    "Mark",
    "Modifier",
    "Near",
    "OrderPair",
    "OtherLine",
    "Outcome",
    "PayerForm",
    "Place",
    "Poa",
    "Policy",
    "PrincipalProcedure",
    "QueryKind",
    "QueryTo",
    "Rejection",
    "Stop",
    "StrictModel",
    "SystemId",
    "TabularCitation",
    "Term",
    "Trap",
    "Units",
    "WordPart",
    "WordParts",
    "YamlError",
    "authorities",
    "changed",
    "charts_folder",
    "claim_of",
    "find_quote",
    "glossary",
    "guide",
    "guidelines",
    "is_guideline",
    "joined",
    "key_json",
    "ledger_rules",
    "limits",
    "load_answer",
    "load_chart",
    "load_curriculum",
    "load_snapshot",
    "not_canonical",
    "overlap",
    "parse_tabular",
    "parse_yaml",
    "read_glossary",
    "read_parts",
    "read_yaml",
    "spells",
    "stops",
    "version_of",
    "word_parts",
    "written",
    "yaml_line",
]
