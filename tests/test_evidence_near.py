"""Near misses: edits that the hash confirms once undone, and places that only length and order speak for."""

import time

import pytest

from c5plus1.evidence.fingerprint import fingerprint, tokenise
from c5plus1.evidence.near import Clues, find_near
from c5plus1.evidence.place import find_gap, fits_gap
from c5plus1.evidence.spellings import variants
from c5plus1.evidence.words import read_words
from evidence_kit import REPORT, SPANS

BEFORE, SPAN, AFTER = "It rained for a week. ", SPANS[4], ". Then it snowed."


@pytest.mark.parametrize(
    ("edited", "told"),
    [
        ("Four districts then voted for the plan and none against it", 'adds "then"'),
        ("Four districts voted for the rather costly new plan and none against it", 'adds "rather costly new"'),
        ("Four districts voted for the plan and against it", 'leaves out "none"'),
        ("Four districts voted for plan and none against it", 'leaves out "the"'),
        ("Four districts voted for the budget and none against it", '"budget" where the coded text had "plan"'),
        ("4 districts voted for the plan and none against it", '"4" where the coded text had "four"'),
        ("Four district voted for the plan and none against it", '"district" where the coded text had "districts"'),
        ("Four districts voted for the plan and none againstit", '"againstit" where the coded text had "against it"'),
        ("Four districts vo ted for the plan and none against it", '"vo ted" where the coded text had "voted"'),
        ("Four districts for voted the plan and none against it", '"for voted" where the coded text had "voted for"'),
        ("4 districts voted for a plan and none against it", '"4 … a" where the coded text had "four … the"'),
    ],
)
def test_edits_are_proved_by_the_hash(edited, told):
    words = read_words(BEFORE + edited + AFTER)
    edit = find_near(words, fingerprint(SPAN), Clues(likely=("plan", "none", "the")))
    assert told in str(edit)
    assert words.tokens[edit.start : edit.start + edit.tokens] == tokenise(edited)


def test_a_word_that_no_list_knows_cannot_be_proved():
    edited = "Four districts voted for the budget and none against it"
    assert find_near(read_words(BEFORE + edited + AFTER), fingerprint(SPAN), Clues()) is None


def test_a_text_without_spaces_takes_no_longer():
    started = time.perf_counter()
    words = read_words("е" * 200_000 + " one two three four five " + "ё" * 200_000)
    assert find_near(words, fingerprint("six one two three four five seven"), Clues(("lake",) * 50)) is None
    assert time.perf_counter() - started < 10


def test_the_effort_is_kept_to():
    words = read_words(REPORT * 20)
    assert (
        find_near(words, fingerprint("nothing of this is in the text at all"), Clues(("lake",) * 500), effort=2000)
        is None
    )


@pytest.mark.parametrize("text", ["", "one", "one two three", "six five four three"])
def test_texts_shorter_than_the_span_are_no_near_miss(text):
    assert find_near(read_words(text), fingerprint("seven six five four three two"), Clues(("seven",))) is None


def test_words_at_the_very_start_and_end_can_be_missing():
    span = fingerprint("one two three four five six seven")
    assert "one" in str(find_near(read_words("two three four five six seven"), span, Clues(("one",))))
    assert "seven" in str(find_near(read_words("one two three four five six"), span, Clues(("seven",))))


def test_spellings_go_both_ways_and_never_to_themselves():
    assert "organized" in variants("organised") and "organised" in variants("organized")
    assert "four" in variants("4") and "samarqand" in variants("samarkand")
    assert "ещё" in variants("еще") and "еще" in variants("ещё")
    for word in ("a", "centre", "programmes", "s", "ёлка", "5"):
        assert word not in variants(word)


@pytest.mark.parametrize(
    ("position", "found", "gap"),
    [
        (1, [(0, 10), None, (25, 40)], (10, 25, 15, (1,))),
        (0, [None, (12, 20)], (0, 12, 12, (0,))),
        (1, [(0, 10), None], (10, 50, 40, (1,))),
        (1, [(0, 10), None, None, (40, 50)], (10, 40, 30, (1, 2))),
        (1, [(0, 10), None, (30, 50), (12, 20)], (10, 30, 12, (1,))),
        (0, [None, None], None),
    ],
)
def test_gaps_between_found_neighbours(position, found, gap):
    made = find_gap(position, found, 50)
    assert (made and (made.start, made.end, made.room, made.claims)) == gap


@pytest.mark.parametrize(("room", "fits"), [(0, False), (5, False), (9, True), (20, True), (33, True), (34, False)])
def test_a_gap_must_be_about_as_long_as_the_span(room, fits):
    gap = find_gap(1, [(0, 10), None, (10 + room, 90)], 90)
    assert fits_gap(gap, [10, 20, 10]) is fits


def test_at_the_ends_of_a_text_it_must_be_nearly_as_long():
    assert fits_gap(find_gap(0, [None, (15, 30)], 90), [20, 15])
    assert not fits_gap(find_gap(0, [None, (14, 30)], 90), [20, 16])


def test_neighbours_out_of_order_give_no_presumption():
    gap = find_gap(1, [(60, 70), None, (0, 10)], 90)
    assert not fits_gap(gap, [10, 20, 10])
