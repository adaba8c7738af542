"""What one worker has earned in a month by the law, line by line with its article: `earned` in `counting`.

Plain values in and out, no database; amounts are whole fen, each line rounded once.
"""
