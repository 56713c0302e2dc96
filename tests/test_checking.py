"""Every check has a planted failure: real data are spoilt in one place, and the check must say so and where."""

import pytest

from c5plus1.checking.checks import CHECKS
from c5plus1.checking.run import run_checks
from c5plus1.problems import errors_in

EVENT = "c5plus1-2023-02-28-astana"


def spoil(package, table: str, where: dict, change: dict):
    """The package with one row of one table changed."""
    frame = package.tables[table].copy()
    chosen = frame.index[[all(row[k] == v for k, v in where.items()) for row in frame.to_dict("records")]]
    assert len(chosen) == 1, f"{table} has {len(chosen)} rows where {where}"
    for column, value in change.items():
        frame.at[chosen[0], column] = value
    return package._replace(tables={**package.tables, table: frame})


def spoil_fact(package, table: str, column: str, change: dict, pick=lambda facts: facts.index[0]):
    """The package with one settled fact changed."""
    facts = package.settled.facts.copy()
    chosen = pick(facts[(facts["table"] == table) & (facts["column"] == column) & ~facts["slip"]])
    for name, value in change.items():
        facts[name] = facts[name].astype(object)
        facts.at[chosen, name] = value
    return package._replace(settled=package.settled._replace(facts=facts))


def add_row(package, table: str, **values):
    frame = package.tables[table].copy()
    frame.loc[len(frame)] = {**dict.fromkeys(frame.columns), **values}
    return package._replace(tables={**package.tables, table: frame})


def planted_register(package, register: str, **entry):
    registers = {**package.registers, register: [*package.registers[register], {**entry, "_line": 9}]}
    return package._replace(registers=registers)


PLANTED = {
    "end_not_before_start": (
        lambda p: spoil(p, "events", {"event": EVENT}, {"end_date": "2023-02-27"}),
        "ends on 2023-02-27, before it begins on 2023-02-28",
    ),
    "told_after_it_happened": (
        lambda p: spoil_fact(
            p,
            "agenda",
            "modality",
            {"derived": False, "value": "occurred"},
            lambda facts: facts.index[facts["value"] == "planned"][0],
        ),
        "yet says that",
    ),
    "dated_not_after_the_report": (
        lambda p: spoil_fact(p, "resolutions", "adopted_on", {"value": "2030-01-01"}),
        "dates",
    ),
    "ordinals_rise_with_dates": (
        lambda p: spoil(p, "events", {"event": "c5plus1-2025-11-06-washington-summit"}, {"ordinal": "1"}),
        "is number 1 of its series (summit), but c5plus1-2023-09-19-new-york-summit before it is 1",
    ),
    "announced_while_the_event_lasted": (
        lambda p: spoil(p, "commitments", {"commitment": "usa-2023-02-28-ericen"}, {"announced_on": "2023-05-01"}),
        "was announced on 2023-05-01, but c5plus1-2023-02-28-astana",
    ),
    "statement_dated_as_its_event": (
        lambda p: spoil(
            p, "statements", {"statement": "blinken-antony-2023-02-28-trade-announce"}, {"said_on": "2023-04-01"}
        ),
        "was said on 2023-04-01",
    ),
    "votes_within_totals": (
        lambda p: spoil(p, "resolutions", {"resolution": "A/RES/ES-11/6"}, {"abstaining": "31"}),
        "32 states are recorded as abstaining, but the total of A/RES/ES-11/6 is 31",
    ),
    "complete_lists_equal_totals": (
        lambda p: spoil(p, "votes", {"resolution": "A/RES/ES-11/6", "actor": "KAZ"}, {"choice": "not_voting"}),
        "lists all 32 states abstaining on A/RES/ES-11/6, but 31 are settled so",
    ),
    "totals_fit_the_membership": (
        lambda p: spoil(p, "resolutions", {"resolution": "A/RES/ES-11/6"}, {"in_favour": "190"}),
        "add up to",
    ),
    "speakers_attended": (
        lambda p: add_row(p, "statements", statement="x", speaker="abakirov-meder", event=EVENT),
        "abakirov-meder spoke at c5plus1-2023-02-28-astana, but no report names them as present",
    ),
    "heads_attended": (
        lambda p: spoil(p, "delegations", {"event": EVENT, "actor": "USA"}, {"head": "abakirov-meder"}),
        "abakirov-meder heads the delegation of USA, but is not in the attendance",
    ),
    "somebody_speaks": (
        lambda p: add_row(p, "statements", statement="nobody-said-it"),
        "nobody-said-it has neither speaker nor actor",
    ),
    "absent_delegations_have_nobody_present": (
        lambda p: spoil(p, "delegations", {"event": EVENT, "actor": "USA"}, {"attended": "false"}),
        "blinken-antony is in the attendance of c5plus1-2023-02-28-astana for USA, which is reported as not attending",
    ),
    "totals_equal_their_parts": (
        lambda p: spoil(p, "commitments", {"commitment": "usa-2023-02-28-ericen"}, {"amount": "26000000"}),
        "usa-2023-02-28-ericen-total is 50,000,000, but its parts are 51,000,000 together",
    ),
    "parts_within_the_whole": (
        lambda p: spoil(p, "commitments", {"commitment": "usa-2023-02-28-connectivity"}, {"amount": "99000000"}),
        "the known parts of usa-2023-02-28-ericen are",
    ),
    "ranges_hold_their_amount": (
        lambda p: spoil(
            p, "commitments", {"commitment": "usa-2023-02-28-ericen"}, {"amount_low": "9", "amount_high": "8"}
        ),
        "low, amount and high are out of order",
    ),
    "amounts_have_a_currency": (
        lambda p: spoil(p, "commitments", {"commitment": "usa-2023-02-28-ericen"}, {"currency": None}),
        "usa-2023-02-28-ericen has an amount and no currency",
    ),
    "register_entries_are_used": (
        lambda p: planted_register(p, "people", person="nobody-nemo", name="Nemo", actor="USA"),
        "data/registers/people.yaml:9: warning: 'nobody-nemo' is used by no sheet",
    ),
    "former_ids_are_never_reused": (
        lambda p: spoil(p, "former_ids", {"former_id": "UNGA-2025-04-16-un-council-of-europe"}, {"id": "A/RES/79/285"}),
        "points at 'A/RES/79/285', which is not there (did you mean 'A/RES/79/284'?)",
    ),
    "searches_are_about_known_meetings": (
        lambda p: spoil(p, "searches", {"search": "1"}, {"about": "c5plus1-2017-09-new-yorck"}),
        "is about 'c5plus1-2017-09-new-yorck', which is no event or meeting sought",
    ),
    "new_sheets_of_searches_exist": (
        lambda p: spoil(p, "searches", {"search": "2"}, {"new_sheets": "usun-2018-01-91"}),
        "led to the sheet 'usun-2018-01-91', which is not there (did you mean 'usun-2018-01-19'?)",
    ),
    "sought_meetings_were_searched_for": (
        lambda p: p._replace(tables={**p.tables, "searches": p.tables["searches"].assign(about=None)}),
        "is listed as sought, but no search is about it",
    ),
    "fields_are_filled": (
        lambda p: p._replace(tables={**p.tables, "events": p.tables["events"].assign(mode=None)}),
        "no row of events fills 'mode'",
    ),
    "keys_are_whole_and_unique": (
        lambda p: spoil(p, "delegations", {"event": EVENT, "actor": "USA"}, {"actor": None}),
        "delegations: a part of the key is empty",
    ),
    "named_rows_exist": (
        lambda p: spoil(p, "votes", {"resolution": "A/RES/ES-11/6", "actor": "KAZ"}, {"resolution": "A/RES/1/1"}),
        "votes names resolutions A/RES/1/1, about which no fact says anything; add {table: resolutions, …}",
    ),
    "required_columns_are_filled": (
        lambda p: spoil(p, "statements", {"statement": "blinken-antony-2023-02-28-trade-announce"}, {"gist": None}),
        "has no gist, which is required",
    ),
    "every_value_rests_on_a_fact": (
        lambda p: spoil(p, "events", {"event": EVENT}, {"chair": "kerry-john"}),
        f"events/{EVENT}/chair rests on no fact",
    ),
    "no_cell_runs_in_a_spreadsheet": (
        lambda p: spoil(p, "events", {"event": EVENT}, {"venue": "=1+1"}),
        "events.venue begins with '=', which a spreadsheet would run",
    ),
    "text_is_plain": (
        lambda p: spoil(p, "events", {"event": EVENT}, {"venue": "two\nlines"}),
        "events.venue holds a control character",
    ),
}


@pytest.fixture(scope="module")
def clean(package) -> list[str]:
    return [str(problem) for problem in run_checks(package)]


def test_every_check_has_a_planted_failure(clean):
    assert set(PLANTED) == set(CHECKS)


def test_every_check_says_what_it_holds_in_one_sentence(clean):
    for check in CHECKS.values():
        assert check.sentence.endswith("."), check.name


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_failure_is_found(package, clean, name):
    spoilt, message = PLANTED[name]
    check = CHECKS[name]
    only = {name: check}
    found = [str(problem) for problem in _run_only(spoilt(package), only)]
    new = [problem for problem in found if problem not in clean]
    assert any(message in problem for problem in new), (name, found[:5])


def _run_only(package, checks: dict):
    everything = dict(CHECKS)
    CHECKS.clear()
    CHECKS.update(checks)
    try:
        return run_checks(package)
    finally:
        CHECKS.clear()
        CHECKS.update(everything)


def test_a_finding_is_traced_to_the_line_of_a_sheet(package, clean):
    spoilt = spoil(package, "events", {"event": EVENT}, {"end_date": "2023-02-27"})
    (problem,) = [p for p in run_checks(spoilt) if "end_not_before_start" in p.message]
    assert problem.path.startswith("data/sheets/")
    line = (package.root / problem.path).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert EVENT in line


def test_the_real_package_has_no_errors(package):
    assert errors_in(run_checks(package)) == []
