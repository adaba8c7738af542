"""Letters as PDF/A-2a: typst in a process of its own, with a limit of time and of memory.

    pdfs = render(letters)

One process prints all that it is given; the fonts come with the installation.
"""

from __future__ import annotations

from huigong.notices.printing.fonts import missing, require_printable
from huigong.notices.printing.rendering import render

__all__ = ["missing", "render", "require_printable"]
