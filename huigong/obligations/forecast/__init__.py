"""What an obligation means: a pure function of its terms, its history and the day. No database, no packs.

    forecast(versions, history, day) → every occurrence with its state, what did not count and why, the next change

`columns` gives the same answer for millions at once and must agree with it to the last day.
"""
