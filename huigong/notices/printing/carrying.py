"""A PDF with its data attached as a file, to be read by machine."""

from __future__ import annotations

import io

import pikepdf

_A2, _A3 = b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:part>3</pdfaid:part>"


def with_data(pdf: bytes, *, name: str, content: bytes, says: str) -> bytes:
    """The same pages with JSON `content` attached as `name`; `says` describes it to a reader.

    What the typesetter makes is PDF/A-2, which carries no files; PDF/A-3 is the same and does.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        specification = pikepdf.AttachedFileSpec(
            document,
            content,
            filename=name,
            description=says,
            mime_type="application/json",
            relationship=pikepdf.Name.Data,
        )
        document.attachments[name] = specification
        document.Root.AF = pikepdf.Array([document.attachments[name].obj])
        metadata = document.Root.Metadata
        metadata.write(metadata.read_bytes().replace(_A2, _A3))
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()
