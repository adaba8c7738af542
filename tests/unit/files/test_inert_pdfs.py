"""A PDF that would do something when an officer opens it is refused; what people really hand in is taken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from huigong.files.content.kinds import Kind
from tests.each import each
from tests.unit.files import makers
from tests.unit.files.test_content import examined, refused

SHARE = r"\\evil.example\share\x.pdf"
FIT = Array([0, Name.Fit])
Build = Callable[[pikepdf.Pdf], object]


def pdf(build: Build, **options: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        build(made)
        made.save(out, **options)
    return out.getvalue()


def at_opening(action: Any) -> Build:
    return lambda made: setattr(made.Root, "OpenAction", action)


def of_page(action: Any) -> Build:
    return lambda made: setattr(made.pages[0].obj, "AA", Dictionary(O=action))


def annotated(subtype: str = "/Link", **more: Any) -> Build:
    """The page has an annotation."""
    note = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 9, 9]), **more)
    return lambda made: setattr(made.pages[0].obj, "Annots", Array([made.make_indirect(note)]))


def web(address: str = "https://h.example/") -> Dictionary:
    return Dictionary(S=Name.URI, URI=String(address))


def kept(value: Callable[[pikepdf.Pdf], Any]) -> Build:
    return lambda made: setattr(made.Root, "Kept", made.make_indirect(value(made)))


def shared_action(made: pikepdf.Pdf) -> None:
    """One action for a link and for the opening."""
    action = made.make_indirect(web())
    annotated(A=action)(made)
    made.Root.OpenAction = action


def left_over(made: bytes) -> bytes:
    """An object that no table of the file names."""
    return made.replace(b"%%EOF", b"9 0 obj<</S %x\n/#4aavaScript/JS(app.alert(1))>>endobj\n%%EOF")


HOSTILE_PDF: dict[str, Callable[[], bytes]] = {
    "opens a file elsewhere": lambda: pdf(at_opening(Dictionary(S=Name.GoToR, F=String(SHARE), D=FIT))),
    "a page opens a file elsewhere": lambda: pdf(of_page(Dictionary(S=Name.GoToR, F=String(SHARE), D=FIT))),
    "a click opens a file elsewhere": lambda: pdf(
        annotated(A=Dictionary(S=Name.GoToR, F=String(SHARE), D=FIT))
    ),
    "opens the web": lambda: pdf(at_opening(web())),
    "a page opens the web": lambda: pdf(of_page(web("file://evil/x"))),
    "a link that is also the opening": lambda: pdf(shared_action),
    "a thread elsewhere": lambda: pdf(of_page(Dictionary(S=Name.Thread, F=String(SHARE), D=0))),
    "prints": lambda: pdf(at_opening(Dictionary(S=Name.Named, N=Name.Print))),
    "a click prints": lambda: pdf(annotated(A=Dictionary(S=Name.Named, N=Name.Print))),
    "a program after a page": lambda: pdf(
        at_opening(Dictionary(S=Name.GoTo, D=FIT, Next=Dictionary(S=Name.Launch, F=String("cmd"))))
    ),
    "the web after a page": lambda: pdf(at_opening(Dictionary(S=Name.GoTo, D=FIT, Next=web()))),
    "one of several after a page": lambda: pdf(
        at_opening(Dictionary(S=Name.GoTo, D=FIT, Next=Array([web()])))
    ),
    "the web after a link": lambda: pdf(
        annotated(A=Dictionary(S=Name.URI, URI="https://h.example/", Next=web()))
    ),
    "what nobody knows": lambda: pdf(at_opening(Dictionary(S=Name("/NewAction")))),
    "what nobody knows by a click": lambda: pdf(annotated(A=Dictionary(S=Name("/NewAction")))),
    "an action kept for later": lambda: pdf(kept(lambda _: Dictionary(Type=Name.Action, S=Name("/New")))),
    "a stamp to the web": lambda: pdf(annotated("/Stamp", A=web())),
    "a link on a share": lambda: pdf(annotated(A=web("file://evil.example/x"))),
    "a link that names a computer": lambda: pdf(annotated(A=web(SHARE))),
    "a link to a program": lambda: pdf(annotated(A=web("search-ms:query=x"))),
    "a base on a share": lambda: pdf(
        lambda made: setattr(made.Root, "URI", Dictionary(Base=String("file://evil/")))
    ),
    "a picture elsewhere": lambda: pdf(
        kept(lambda _: Dictionary(Type=Name.XObject, Ref=Dictionary(F=String(SHARE), Page=0)))
    ),
    "a stream elsewhere": lambda: pdf(kept(lambda made: made.make_stream(b"", Dictionary(F=String(SHARE))))),
    "a stream in a file of the web": lambda: pdf(
        kept(lambda made: made.make_stream(b"", Dictionary(F=Dictionary(FS=Name.URL, F=String("http://h")))))
    ),
    "only its other name": lambda: pdf(kept(lambda _: Dictionary(Type=Name.Filespec, UF=String(SHARE)))),
    "a screen": lambda: pdf(annotated("/Screen")),
    "in a packed stream": lambda: pdf(
        at_opening(Dictionary(S=Name.GoToR, F=String(SHARE), D=FIT)),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    ),
    "left over": lambda: left_over(makers.pdf()),
    "a shortcut called data": lambda: makers.pdf_carrying(
        "a.SettingContent-ms", b"<?xml version='1.0'?><a/>"
    ),
    "a name with an end that is not seen": lambda: makers.pdf_carrying("a.hta\u202exml.xml", b"<?xml ?><a/>"),
}


@each("name", HOSTILE_PDF)
def test_a_pdf_that_acts_is_refused(name: str) -> None:
    assert refused(HOSTILE_PDF[name]()).code == "files.active"


HONEST_PDF: dict[str, Callable[[], Build]] = {
    "opens at its first page": lambda: at_opening(FIT),
    "goes to a page": lambda: at_opening(Dictionary(S=Name.GoTo, D=FIT)),
    "goes to pages in turn": lambda: at_opening(
        Dictionary(S=Name.GoTo, D=FIT, Next=Dictionary(S=Name.GoTo, D=String("end")))
    ),
    "a link": lambda: annotated(A=web()),
    "a link with its address beside it": lambda: lambda made: annotated(A=made.make_indirect(web()))(made),
    "a link without a scheme": lambda: annotated(A=web("www.h.example")),
    "a telephone number": lambda: annotated(A=web("tel:13900000077")),
    "a link inside": lambda: annotated(A=Dictionary(S=Name.GoTo, D=FIT)),
    "a picture that turns the page": lambda: annotated(
        "/Stamp", A=Dictionary(S=Name.Named, N=Name.NextPage), F=4
    ),
    "flags": lambda: annotated(F=4, Border=Array([0, 0, 0]), BS=Dictionary(S=Name.S, W=1)),
    "a font called F": lambda: kept(lambda made: Dictionary(Font=Dictionary(F=Dictionary(Type=Name.Font)))),
    "structure": lambda: kept(
        lambda _: Dictionary(
            Type=Name.StructElem, S=Name.Link, A=Dictionary(O=Name.Layout, Placement=Name.Block)
        )
    ),
    "a bookmark": lambda: kept(lambda _: Dictionary(Title=String("一"), A=Dictionary(S=Name.GoTo, D=FIT))),
    "a way of turning pages": lambda: (
        lambda made: setattr(made.pages[0].obj, "Trans", Dictionary(S=Name.Fly))
    ),
}


@each("name", HONEST_PDF)
def test_a_pdf_as_people_have_it_is_taken(name: str) -> None:
    data = pdf(HONEST_PDF[name]())
    assert examined(data).body == data
    packed = pdf(HONEST_PDF[name](), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert examined(packed).kind is Kind.PDF
