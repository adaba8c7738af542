"""One module for each file format: bytes in, lines of text out.

A table comes out as lines whose cells are parted by tabs; a line break inside a cell is
U+2028. Merged cells are repeated in every row and column that they cover.
"""
