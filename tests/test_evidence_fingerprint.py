"""The fingerprint rule, version 1: what it must not notice, what it must, and vectors that must never change."""

import hashlib
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c5plus1.evidence.fingerprint import evidence_line, fingerprint, fingerprint_tokens, hash_tokens, tokenise
from c5plus1.evidence.words import read_words
from c5plus1.problems import DataError

# Letters whose case, composition and folding are plain; the rule is fixed, its corners (İ, ŉ) are what they are.
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôöùûüñáíóúýčďěňřšťůžабвгдежзийклмнопрстуфхцчшщъыьэюяёіїәғқңөұүһўҳӣӯ0123456789"
)
WORD = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)
SPAN = st.lists(WORD, min_size=6, max_size=100)
SEPARATOR = st.sampled_from(
    [" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2009", ", ", ". ", " - ", " “", "” ", " — ", "' ", "’ "]
)
INVISIBLE = st.sampled_from(["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f"])


def join(words, data) -> str:
    return "".join(word + data.draw(SEPARATOR) for word in words)


@given(SPAN, st.data())
def test_spacing_quotes_and_line_breaks_make_no_difference(words, data):
    assert fingerprint(join(words, data)) == fingerprint(" ".join(words))


@given(SPAN)
def test_case_makes_no_difference(words):
    span = " ".join(words)
    assert fingerprint(span.upper()) == fingerprint(span.title()) == fingerprint(span)


@given(SPAN, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_composition_makes_no_difference(words, form):
    span = " ".join(words)
    assert fingerprint(unicodedata.normalize(form, span)) == fingerprint(span)


@given(SPAN, st.data())
def test_invisible_signs_inside_words_make_no_difference(words, data):
    span = ""
    for word in words:
        place = data.draw(st.integers(0, len(word)))
        span += word[:place] + data.draw(INVISIBLE) + word[place:] + " "
    assert fingerprint(span) == fingerprint(" ".join(words))


@given(SPAN, WORD, st.data())
def test_any_other_word_makes_a_difference(words, word, data):
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], word, *words[place + 1 :]]
    assert (fingerprint(" ".join(changed)) == fingerprint(" ".join(words))) == (word == words[place])


@given(st.lists(WORD, min_size=7, max_size=99), WORD, st.data())
def test_a_word_more_or_less_or_moved_makes_a_difference(words, word, data):
    place = data.draw(st.integers(0, len(words) - 1))
    whole = fingerprint(" ".join(words))
    assert fingerprint(" ".join([*words[:place], word, *words[place:]])) != whole
    assert fingerprint(" ".join(words[:place] + words[place + 1 :])) != whole
    turned = words[place:] + words[:place]
    assert (fingerprint(" ".join(turned)) == whole) == (turned == words)


@given(st.text(max_size=400))
def test_words_read_line_by_line_are_those_of_the_whole_text(text):
    words = read_words(text)
    assert words.tokens == tokenise(text)
    assert len(words.lines) == len(words.tokens)


@pytest.mark.parametrize(
    ("span", "tokens", "sha256"),
    [
        # printf 'one two three four five six' | sha256sum
        ("One, two, three: four five SIX.", 6, "bab7fd6e5bd624f4ea0c33f7e7219262a6fa93a945a8964d9f110148286b7b37"),
        # printf 'c5 1 won t wait the first café2' | sha256sum
        (
            "C5+1 won’t wait; the ﬁrst cafe\u0301²",
            8,
            "5a95bead56768af1e3ec2b188beb7d4c07593914361e27c39767d1a0674ab00b",
        ),
    ],
)
def test_known_vectors(span, tokens, sha256):
    found = fingerprint(span)
    assert (found.tokens, found.sha256) == (tokens, sha256)


def test_tokens_of_many_scripts_are_the_same_in_every_python_version():
    """Checked with Python 3.9 to 3.13, whose Unicode tables run from version 13.0 to 15.1."""
    scripts = ((0x20, 0x24F), (0x370, 0x52F), (0x590, 0x6FF), (0x1E00, 0x206F), (0x3040, 0x30FF), (0xAC00, 0xD7A3))
    choose = random.Random(5)
    state = hashlib.sha256()
    for _ in range(3000):
        text = "".join(chr(choose.randint(*choose.choice(scripts))) for _ in range(30))
        state.update(("|".join(tokenise(text)) + "\n").encode())
    assert state.hexdigest() == "e5add41c38e1bca02dd056759c470abffeaa2022f3929a0dc4fc6ec37829153b"


def test_tokens():
    assert tokenise("The C5+1’s US$25-million “plan”") == ["the", "c5", "1", "s", "us", "25", "million", "plan"]
    assert tokenise("Straße STRASSE") == ["strasse", "strasse"]
    assert tokenise("co\u00adoperation snake_case ½") == ["cooperation", "snake_case", "1", "2"]
    assert tokenise(" \n\t…") == []


@pytest.mark.parametrize(
    ("span", "message"),
    [
        ("", "the span holds no words"),
        ("… ! ?", "the span holds no words"),
        ("one", "the span has 1 word, too few"),
        ("one two three four five", "the span has 5 words, too few to be told from chance: take 6 to 100"),
        ("word " * 101, "the span has 101 words, more than 100"),
    ],
)
def test_spans_too_short_or_long_are_refused_in_plain_words(span, message):
    with pytest.raises(DataError, match="^" + message.replace("?", r"\?")):
        fingerprint(span)


def test_the_limits_themselves_are_allowed():
    assert fingerprint("word " * 6).tokens == 6
    assert fingerprint_tokens(["word"] * 100).tokens == 100


def test_evidence_line_is_as_sheets_write_it():
    found = fingerprint("one two three four five six")
    assert (
        evidence_line(found)
        == f"evidence: {{tokens: 6, sha256: {hash_tokens(['one', 'two', 'three', 'four', 'five', 'six'])}}}"
    )
