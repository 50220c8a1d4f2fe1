"""The weights of search, each with its reason. Tuned on the development halves of the query sets only.

A title that says just what is asked earns about 1; everything else is measured against that.
"""

from __future__ import annotations

# -- what a title or a term earns for its words -------------------------------------------------------------
MORE_WORDS = 0.38  # at most lost for what a title says beyond the query
OTHER_FIELD = 0.6  # share of the credit for words that stand in another field than the best one
TERM = 0.97  # an inclusion term, or another name, beside the title
EXACT_TITLE, EXACT_TERM = 0.22, 0.2  # for saying all that is asked and nothing else
LONG, EXACT_LONG = 2, 0.75  # who types so many words, and they are all of one title, means it
EXACT_SHORT = 0.3  # a title of one word may be less usual than what the lexicon says
WRONG_SIDE, NO_SIDE = 0.3, 0.2  # another side than the one asked for; none, where the title could name one

# -- how well a word does that is not the very word asked for -------------------------------------------------
FAMILY = 0.85  # "fractured" for "fracture"
COMPLETED = 0.8  # the beginning of a word was typed
ONE_SLIP, TWO_SLIPS = 0.85, 0.7  # so many letters were wrong
SYNONYM = 0.97  # another name of the same thing beside the word itself

# -- what a word asked for weighs ---------------------------------------------------------------------------
MANNER = 0.3  # share of its weight that a word of the book's own manner of speaking keeps ("unspecified")
UNKNOWN = 5.0  # a word that the book does not know, and at most one that it does
FIGURE = 0.5  # share of it for a figure: "type 2" is known by its other word
SEVENTH = 0.3  # "open" and "type" of a fracture say which 7th character, and hardly which fracture
STRUCTURAL = 0.15  # share of its weight that a word keeps which only says structure
GROWTH = 1.3  # how much more than what was said its replacement may weigh
REPLACED = 0.4  # share that the words of a phrase keep where only its codes are known

# -- codes that the lexicon names -------------------------------------------------------------------------
TARGET = 0.85  # for a code that the lexicon names for the whole query
PARTIAL = 0.1  # share of it where nothing of the rest of the query is answered
WHOLE, FIRST = 0.99, 0.2  # the first code of a phrase that is the whole query has this much more
RANK, LAST_RANK = 0.07, 8  # each further code of a phrase is meant so much less often, down to the eighth
BESIDE, NEAR = 0.45, 0.25  # share of a target's worth for entries under the same parent, the same grandparent
BELOW, FAR_BELOW = 0.98, 0.95  # share for what stands right under a target, and further down
DEFAULT = 0.01  # a code that stands for its heading when no more is known is put just before it

# -- ICD-10-CM: its instructions and 7th characters ------------------------------------------------------------
PRIOR = 0.06  # for each step that a code is commoner or rarer than the ordinary
HEADING = 0.05  # a heading is not what is coded
DENIED_COST = 0.1  # a title's "without …" hardly speaks against it where nobody asked what is absent
DOMINANCE = 0.15  # the dominance that the side has not where handedness is not documented (I.C.6.a)
OTHER_SEVENTH = 0.1  # each word of a 7th character's meaning that was not asked for
# How much the manner of speaking in a title speaks against it; other words by how rare they are.
CHEAP = {
    0.05: "unspecified uncomplicated without type",
    0.1: "accidental unintentional",  # intent that nobody documented is accidental (I.C.19.e.5.b)
    0.4: "adverse effect",
    0.5: "not elsewhere classified condition disease",
    1.2: "other specified",
    2.2: "right left bilateral",
}

# -- plain books: CPT, HCPCS, ICD-10-PCS ---------------------------------------------------------------------
HEADING_COST = 0.12  # nobody bills a range of codes
ENDED_COST = 0.25  # an ended code among those weighed; of those shown it stands below every valid one anyway
HALF = 0.5  # of the query's weight must be words of the book, else the book has nothing to say
MANNERS = 0.15  # what a manner of speaking in a title costs ("approach", "each", "injection")
LATER = 4.0  # "sequela", "subsequent": where no encounter is named it is the initial one
NO_SIDE_PLAIN = 0.5  # share of NO_SIDE: most titles of these books have no side

# -- structure: figures and conditions of plain books -----------------------------------------------------------
AGREES = 0.16  # a size, an age, "without contrast" that the title has: more than a word more or less
AGAINST = 0.45  # another range or condition: no number of matching words makes it right
AGREES_IMPLIED = (
    0.1  # what the name of a procedure implies ("bronchoscopy" is endoscopic) chooses among equals
)
AGAINST_IMPLIED = 0.2
UNASKED = 0.06  # an additional hour, guidance, contrast that nobody mentioned: the plain service is meant

# -- every book at once ------------------------------------------------------------------------------------
STEP_BACK = 0.04  # each further hit of one system makes room for the others
FEW = 0.5  # share of the words known anywhere below which a book is not asked
LITTLE = 0.25  # what a figure or a manner of speaking counts for that share
FAINT = 0.3  # share of the best score below which a hit stays in its tab
