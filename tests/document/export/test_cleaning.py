"""HTML leaves without what could act and without what is no part of the article."""

from __future__ import annotations

from reader.document.export import to_html


def test_what_could_act_or_is_no_part_of_the_article_is_gone() -> None:
    cleaned = to_html(
        '<p onclick="x()" id="a">text<script>bad()</script><style>p{}</style><!-- c --></p>'
        '<a href=" java\nscript:bad()">link</a><a href="vbscript:x">l</a><img src="t.gif" width="1" height="1">'
        '<pre><code class="language-js">x</code><button class="copy">复制</button></pre>'
        '<span class="copy-code-btn">复制代码</span><template>t</template><p hidden>h</p><p style="display:none">d</p>'
    )
    assert cleaned == ('<p id="a">text</p><a>link</a><a>l</a><pre><code class="language-js">x</code></pre>')


def test_pictures_and_their_data_stay() -> None:
    assert to_html('<img src="data:image/png;base64,AA" alt="a">') == '<img src="data:image/png;base64,AA" alt="a">'
    assert 'src="real.png"' in to_html('<img src="data:image/gif;base64,AA" data-src="real.png">')
    assert to_html('<a href="data:text/html,x">a</a>') == "<a>a</a>"


def test_alignment_is_the_only_style_that_stays() -> None:
    assert to_html('<p style="color:red;text-align:CENTER">x</p>') == '<p style="text-align: center">x</p>'
