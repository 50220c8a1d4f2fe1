"""The weights of the index, each with its reason. Tuned on one half of the official paths (bench/index_quality.py)."""

from __future__ import annotations

# -- how well an answer's word does that is not the very word asked for ---------------------------------------
KIN, EQUAL, EQUAL_KIN = 0.92, 0.85, 0.75  # "fractured"; what means the same; a relative of that
BEGUN, FORM = 0.75, 0.8  # the beginning of a word; a combining form ("nephro-" for the kidney)
ONE_SLIP, TWO_SLIPS = 0.8, 0.65  # so many letters were wrong
BROADER = 0.55  # what a thing falls under is not its name
SAME = 0.84  # from this quality on a further word of the query says what one before it said
GENERIC_WEIGHT = 1.5  # what a manner of speaking weighs at most
UNKNOWN = 4.0  # what a word weighs that nothing of the index answers

# -- what a path earns -------------------------------------------------------------------------------------
MORE_WORDS = 0.45  # at most lost for what the path says beyond the query
MAIN = 0.06  # the main term is asked for
FIRST = 0.04  # and named first
EXACT = 0.25  # nothing asked for is missing and nothing more is said
NO_CODE = 0.05  # lost by a term that neither has a code nor sends elsewhere
BROAD = 0.6  # credit below which a thing asked for is not answered by its own name
NONESSENTIAL = 0.75  # a modifier that does not change the code is there to be recognised, not to choose

# -- tables and external causes beside the Alphabetic Index ------------------------------------------------------
TABLE = 0.08  # what a table that the words do not name stands behind
CAUSE, CAUSE_ALONE = 0.05, 0.85  # causes stand behind diseases, and must answer so much where not asked for
EXACT_ROW, NAMED = 0.15, 0.3  # a row that the words are; and a table that they name as well
WHOLE = 0.99  # a row answers all that was asked of it
ALONE = 0.93  # a table that is not named answers only where it answers nearly all
