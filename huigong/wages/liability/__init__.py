"""Who must pay wages that are owed, in what order, up to what sum, by which article, and who may claim it back.

`declaring` reads the law from `liability.yaml` of the packs; `resolving` holds it against what an
officer has established about a case; `telling` says the outcome in words. Plain values in and out, no database.
"""
