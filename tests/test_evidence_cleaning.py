"""Cleaning on the reader's side: each step undoes what pages do, and no more."""

import pytest

from c5plus1.evidence import cleaning
from c5plus1.evidence.fingerprint import tokenise


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (cleaning.undo_entities, "lakes &amp; rivers&nbsp;meet", "lakes & rivers\u00a0meet"),
        (cleaning.undo_entities, "it &amp;quot;runs&amp;quot; &#8217;", 'it "runs" ’'),
        (cleaning.undo_misreading, "won\u00e2\u20ac\u2122t wait, caf\u00c3\u00a9", "won’t wait, café"),
        (cleaning.undo_misreading, "café crème, São", "café crème, São"),
        (cleaning.join_line_ends, "the minis-\nters met", "the ministers met"),
        (cleaning.join_line_ends, "the minis\u00ad\n   ters met", "the ministers met"),
        (cleaning.join_line_ends, "a North-\nSouth road", "a North-\nSouth road"),
        (cleaning.join_line_ends, "in 2023-\n2024 and C5-\nled", "in 2023-\n2024 and C5-\nled"),
        (cleaning.unmix_letters, "Mіnisters of Кestrel", "Ministers of Kestrel"),
        (cleaning.unmix_letters, "встрeча министpов", "встреча министров"),
        (cleaning.unmix_letters, "встреча ministers С5", "встреча ministers С5"),
        (lambda text: cleaning.unmix_letters(text, "latin"), "the С5+1 met", "the C5+1 met"),
        (lambda text: cleaning.unmix_letters(text, "cyrillic"), "формат C5+1", "формат С5+1"),
        (lambda text: cleaning.unmix_letters(text, "cyrillic"), "a case of C and 5", "a case of C and 5"),
        (lambda text: cleaning.settle_marks(text, "letter"), "o'zbek va ma’no", "oʻzbek va maʼno"),
        (lambda text: cleaning.settle_marks(text, "apart"), "oʻzbek", "o'zbek"),
        (lambda text: cleaning.settle_marks(text, "dropped"), "Kestrel”s ‘bay’", "Kestrels ‘bay’"),
    ],
)
def test_steps(step, before, after):
    assert step(before) == after


def test_a_clean_text_has_no_cleaned_view():
    assert list(cleaning.clean_views("Ministers met at the lake.\nThey spoke of pumps.")) == []


def test_views_name_the_steps_that_changed_something():
    text = "The С5+1 minis-\nters &amp; Mіrefold"
    views = {tuple(tokenise(view)): steps for steps, view in cleaning.clean_views(text)}
    wanted = ("the", "c5", "1", "ministers", "mirefold")
    assert views[wanted] == (cleaning.ENTITIES, cleaning.HYPHENS, cleaning.LETTERS)


def test_few_views_are_among_the_many():
    text = "С5 o'zbek minis-\nters"
    few = {view for _, view in cleaning.clean_views(text, thorough=False)}
    assert few < {view for _, view in cleaning.clean_views(text)}
