"""Tags of Liquid, Hexo and Hugo become HTML, disappear, or stay as they are."""

from __future__ import annotations

import pytest

from reader.document.model import BlockKind
from reader.document.template_tags import expand_liquid
from tests.document.reading import read, text


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% include JB/setup %}", ""),
        ("{% if x %}a{% else %}b{% endif %}", "ab"),
        ("{% raw %}{{ x }} {% include y %}{% endraw %}", "{{ x }} {% include y %}"),
        ("{% comment %}hidden{% endcomment %}", ""),
        ("{% unknown x %}", "{% unknown x %}"),
        ("{{ page.title }}", "{{ page.title }}"),
        ("{% asset_img x.png 说明 %}", "▣ 说明"),
        ('{% img left /a/b.jpg 300 200 "标题" %}', "▣ 标题"),
        ("{% youtube abc %}", "https://www.youtube.com/watch?v=abc"),
        ("[x]({% post_url 2010-01-01-a %})", "x"),
        ("{% post_link slug 文字 %}", "文字"),
        ("{% video /a/film.mp4 360 270 /a/film_frame.png %}", "/a/film.mp4"),
        ("{% include_code a.py lang:python An example %}", "An example"),
        ('{{< figure src="x.png" title="T" >}}', "▣ T"),
        (
            "{% blockquote 鲁迅, 狂人日记 http://a.b 标题 %}\n救救孩子\n{% endblockquote %}",
            "救救孩子\n\n鲁迅, 狂人日记 标题",
        ),
        ("{% details 标题 %}\n**x**\n{% enddetails %}", "标题\n\nx"),
        ("`{% include x %}` and {% highlight ruby %} unclosed", "{% include x %} and {% highlight ruby %} unclosed"),
    ],
)
def test_template_tags(tag: str, shown: str) -> None:
    assert text(tag) == shown


@pytest.mark.parametrize(
    "source",
    [
        "{% codeblock lang:python %}\nList<T>\n\n  *x*\n{% endcodeblock %}",
        "{% highlight python linenos %}\nList<T>\n\n  *x*\n{% endhighlight %}",
        "- item\n\n  {% highlight python %}\nList<T>\n\n  *x*\n{% endhighlight %}",
        "{{< highlight python >}}\nList<T>\n\n  *x*\n{{< /highlight >}}",
    ],
)
def test_tags_around_code_become_code(source: str) -> None:
    document = read(source)
    block = document.blocks[-1]
    assert (block.kind, block.language) == (BlockKind.CODE, "python")
    assert document.text[block.start : block.end] == "List<T>\n\n  *x*"


def test_template_tags_in_code_are_the_authors_words() -> None:
    fenced = "```\n{% include x %}\n```\n<pre>{% raw %}</pre> <code>{% if %}</code>"
    assert expand_liquid(fenced) == fenced
