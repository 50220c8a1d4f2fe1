"""Charts, keys and answers: their schema and their loader.

>>> from codeward.charts import load_curriculum
>>> chart = load_curriculum().charts["walk-in-cough"]
>>> chart.first_label
'First-listed diagnosis'
"""

from codeward.charts.answer import Answer, AnswerLine, AnswerQuery, load_answer
from codeward.charts.authorities import Authority, TabularCitation, authorities, parse_tabular
from codeward.charts.base import Evidence
from codeward.charts.chart import Chart, Document, Policy, key_json
from codeward.charts.key import (
    Alternative,
    AlternativeLine,
    Key,
    KeyLine,
    KeyQuery,
    LedgerEntry,
    Mark,
    Near,
    OrderPair,
)
from codeward.charts.loader import Curriculum, load_chart, load_curriculum, load_snapshot
from codeward.charts.text import find_quote, not_canonical, overlap
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import AnswerError, ChartError

__all__ = [
    "Alternative",
    "AlternativeLine",
    "Answer",
    "AnswerError",
    "AnswerLine",
    "AnswerQuery",
    "Authority",
    "Chart",
    "ChartError",
    "Curriculum",
    "Document",
    "Evidence",
    "Key",
    "KeyLine",
    "KeyQuery",
    "LedgerEntry",
    "Mark",
    "Near",
    "OrderPair",
    "Policy",
    "TabularCitation",
    "authorities",
    "find_quote",
    "key_json",
    "load_answer",
    "load_chart",
    "load_curriculum",
    "load_snapshot",
    "not_canonical",
    "overlap",
    "parse_tabular",
    "parse_yaml",
]
