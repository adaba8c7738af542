"""Tables as people keep them: workbooks and delimited text, one row after another, with what a reader must know of each cell."""
