"""Fields of the front matter that a body asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.archive import files
from reader.archive.page_fields import fill

FIELDS = {"description": "A story of\n  one bracket.", "layout": "post", "order": 3, "empty": ""}


def test_a_field_of_the_front_matter_is_put_in_on_one_line() -> None:
    assert fill("<em>{{ page.description }}</em>", FIELDS) == "<em>A story of one bracket.</em>"
    assert fill("{{page.layout}}, {{- page.layout -}}!", FIELDS) == "post, post!"


@pytest.mark.parametrize(
    "body",
    [
        "{{ page.missing }} {{ page.order }} {{ page.empty }}",
        "{{ page.layout | upcase }} {{ site.layout }}",
        "`{{ page.layout }}` and ``{{ page.layout }}``",
        "```liquid\n{{ page.layout }}\n```\n",
        "~~~\n{{ page.layout }}",
        "<pre>{{ page.layout }}</pre> <code>{{ page.layout }}</code>",
        "{% raw %}{{ page.layout }}{% endraw %}",
    ],
)
def test_what_is_no_text_of_the_front_matter_or_stands_in_code_stays(body: str) -> None:
    assert fill(body, FIELDS) == body


def test_a_field_behind_code_is_put_in() -> None:
    body = "```\n{{ page.layout }}\n```\n`a` <code>b</code> ` {{ page.layout }}"
    assert fill(body, FIELDS) == body[: body.rindex("{{")] + "post"


def test_the_article_and_what_is_indexed_of_it_have_the_same_body(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("---\ntitle: One\ndescription: 一个括号\n---\n<p>{{ page.description }}</p>\n", encoding="utf-8")
    assert files.read(path).body.strip() == "<p>一个括号</p>"
    assert files.read_body(path)[0] == files.read(path).body


def test_code_that_never_ends_is_looked_through_once() -> None:
    body = "{{ page.layout }}" + "` <code>" * 200_000 + "{{ page.layout }}"
    assert fill(body, FIELDS) == "post" + body.removeprefix("{{ page.layout }}")
