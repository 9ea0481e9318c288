"""Tasks, callouts and the names of headings."""

from __future__ import annotations

from tests.document.reading import read, text


def test_headings_are_named_as_on_github() -> None:
    document = read("# Hello, World! 你好\n\nUnderlined `code`\n---\n\n## Hello, World! 你好\n\n### Set {#given .x}\n")
    assert set(document.anchors) == {"hello-world-你好", "underlined-code", "hello-world-你好-1", "given"}
    assert [(b.level, document.text[b.start : b.end]) for b in document.headings()] == [
        (1, "Hello, World! 你好"),
        (2, "Underlined code"),
        (2, "Hello, World! 你好"),
        (3, "Set"),
    ]


def test_task_lists() -> None:
    document = read("- [x] done\n- [ ] open\n  - [X] nested\n- [link](x)")
    assert document.text == "done\nopen\nnested\nlink"
    assert [b.containers[-1].marker for b in document.blocks] == ["☑", "☐", "☑", "•"]


def test_callouts_say_what_they_are() -> None:
    assert text("> [!NOTE]\n> x") == "Note\nx"
    assert text("> [!tip] 小技巧\n> x") == "小技巧\nx"
