"""Finding spans of many claims at once: the same as looking for each alone, and quick."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from c5plus1.evidence.bench import find_window_by_window, make_claims, make_text
from c5plus1.evidence.find import WORDS_A_STEP, find_spans, index_claims
from c5plus1.evidence.fingerprint import fingerprint_tokens

# Few words, so that spans repeat and overlap.
TEXT = st.lists(st.sampled_from(["lake", "dam", "crown", "озеро", "5"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(TEXT, st.data())
def test_finds_what_the_straightforward_search_finds(tokens, data):
    claims = []
    for number in range(data.draw(st.integers(0, 6))):
        length = data.draw(st.integers(6, 30))
        start = data.draw(st.integers(0, max(0, len(tokens) - length)))
        span = tokens[start : start + length]
        if len(span) >= 6:
            claims.append((str(number), fingerprint_tokens(span)))
    claims.append(("absent", fingerprint_tokens(["nowhere"] * 8)))
    found = sorted(find_spans(tokens, index_claims(claims)))
    assert found == sorted(find_window_by_window(tokens, claims))


def test_the_search_comes_back_for_each_part_of_a_long_text():
    steps = []
    list(find_spans(make_text(3 * WORDS_A_STEP), index_claims(make_claims(5)), lambda: steps.append(1)))
    assert len(steps) in (2, 3)


def test_nothing_wanted_or_nothing_to_search():
    assert list(find_spans(["a"] * 50, {})) == []
    assert list(find_spans([], index_claims(make_claims(3)))) == []


def test_ten_thousand_claims_in_a_long_report_take_no_second():
    text, claims = make_text(2000), make_claims(10_000)
    claims[77] = ("planted", fingerprint_tokens(text[500:540]))
    wanted = index_claims(claims)
    started = time.perf_counter()
    hits = list(find_spans(text, wanted))
    # 0.1 s here; the straightforward search takes half a minute.
    assert time.perf_counter() - started < 1.5
    assert [(hit.key, hit.start) for hit in hits] == [("planted", 500)]
