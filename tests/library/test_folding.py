from unicodedata import normalize

from hypothesis import example, given
from hypothesis import strategies as st

from reader.library.folding import caseless, fold

SIGNS = "　！（），：？\u0301\u0338\u3099ǅßﬁ㍿"
TITLES = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(SIGNS), max_size=12)


@given(TITLES)
@example("（書評）：中文，ＡＢＣ！？")
@example("（\u0301：\u0338　\u3099")
def test_replacing_the_commonest_wide_signs_first_changes_nothing(title: str) -> None:
    normal = normalize("NFKC", title).casefold()
    assert caseless(title) == normal
    assert fold(title) == normalize("NFKC", normal)
