"""A form whose heads are not UTF-8 is read as one whose are, however it comes in."""

from __future__ import annotations

from io import BytesIO

from huigong.portals.shared.heads import ReadableHeads

HEAD = 'Content-Disposition: form-data; name="证据"; filename="工资条.jpg"\r\n\r\n'
CONTENT = b"\xff\xd8--xy\r\n--x \xb9\xa4\r\n\r\n"
BODY = b"--x\r\n%s" + CONTENT + b"\r\n--x\r\n\r\n\r\n--x--\r\n"


def read(body: bytes, size: int) -> bytes:
    stream = ReadableHeads(BytesIO(body), b"x")
    return b"".join(iter(lambda: stream.read(size), b""))


def test_a_name_of_an_old_program_reads_as_it_was_written() -> None:
    new = BODY % HEAD.encode()
    old = new.replace("工资条".encode(), "工资条".encode("gb18030"))
    assert {read(old, size) for size in range(1, len(old) + 1)} == {new}
    assert {read(new, size) for size in range(1, len(new) + 1)} == {new}
    assert ReadableHeads(BytesIO(old), b"x").read() == new


def test_what_is_no_chinese_either_becomes_a_gap() -> None:
    gap = read(BODY % HEAD.encode().replace("工资条".encode(), b"\xff\xff"), 7)
    assert "\ufffd".encode() in gap and gap.endswith(CONTENT + b"\r\n--x\r\n\r\n\r\n--x--\r\n")


def test_an_endless_head_is_not_held() -> None:
    stream = ReadableHeads(BytesIO(b"--x\r\n" + b"a" * 100_000), b"x")
    assert len(stream.read(50_000)) > 40_000
