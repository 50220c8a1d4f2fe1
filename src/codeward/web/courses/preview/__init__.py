"""An author's preview: a lesson as its learners will see it, read again whenever a file is saved.

Part of no school: its addresses, its middleware and its reading again are there in the process of
`codeward curriculum preview` alone (`web.serving.preview`).
"""
