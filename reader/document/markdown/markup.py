"""What is markup and what only looks like it: `<b>` and `<T>`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.document.markdown.environment import Environment


def is_markup(text: str, position: int, environment: Environment, after: str = "") -> bool:
    """Whether the `<` at `position` begins markup rather than words such as `<T>`, `<path>` or `List<Map>`.

    Markup are comments, HTML's elements, and custom ones that are closed somewhere. Of HTML's those that would
    swallow the rest of the article (`<title>`) or stand for a word (`<dir>`) must be closed further on in the text
    or in what comes `after` it.
    """
    match = _TAG_NAME.match(text, position)
    if not match:
        return True
    name = match["name"]
    lowered = name.lower()
    if lowered not in _elements() and lowered not in environment["elements"]:
        return False
    is_type = position and text[position - 1].isalnum() and name != lowered and (len(name) == 1 or not name.isupper())
    if not match["slash"] and (is_type or lowered in _closed_elements()):
        return "</" + name in after or text.find("</" + name, match.end()) >= 0
    return True


_TAG_NAME = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][\w.-]*)")
TAG_IN_BLOCK = re.compile(r"<(?=/?[a-zA-Z][\w.-]*(?:[\s/>]|$))")
"""The `<` of a tag in a block of HTML."""


@cache
def _elements() -> frozenset[str]:
    return frozenset(_ELEMENTS.split()) | _closed_elements()


@cache
def _closed_elements() -> frozenset[str]:
    return frozenset(_CLOSED_ELEMENTS.split())


_ELEMENTS = """
a abbr acronym address area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br caption
center cite code col colgroup command dd del details dfn div dl dt em embed fieldset figcaption figure font footer
form frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i image img input ins isindex kbd keygen legend li link main
mark marquee meta nav nobr ol optgroup option p param picture pre rb rbc rp rt rtc ruby s samp section small source
spacer span strike strong sub summary sup svg math table tbody td tfoot th thead tr track tt u ul var video wbr
"""
_CLOSED_ELEMENTS = """
applet button canvas data datalist dialog dir frameset iframe label listing map menu menuitem meter multicol noembed
noframes noscript object output plaintext portal progress q script search select slot style template textarea time
title xmp
"""
DRAWING = """
animate animatemotion animatetransform circle clippath defs desc ellipse feblend fecolormatrix fegaussianblur femerge
femergenode feoffset filter foreignobject g line lineargradient marker mask metadata mpath path pattern polygon
polyline radialgradient rect set stop switch symbol text textpath tspan use view
"""
"""Elements of SVG, which are markup where a drawing is closed somewhere."""
FORMULA = """
annotation annotation-xml maction menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom
mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
"""
"""Elements of MathML, which are markup where a formula is closed somewhere."""
