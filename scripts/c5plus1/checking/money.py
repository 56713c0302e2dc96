"""Checks on commitments: totals against their parts, ranges, and amounts without a currency."""

from collections.abc import Iterator

from c5plus1.building.assemble import Package
from c5plus1.checking.checks import Finding, check


def _amounts(package: Package) -> dict[str, float]:
    money = package.tables["commitments"]
    return {name: float(amount) for name, amount in zip(money["commitment"], money["amount"], strict=True) if amount}


def _bounds(package: Package) -> dict[str, str | None]:
    return dict(package.tables["commitments"][["commitment", "amount_bound"]].itertuples(index=False))


def _fits(together: float, amount: float, bound: str | None) -> bool:
    """Whether parts that sum to `together` agree with an amount that reports state with this bound."""
    if bound == "about":
        return abs(together - amount) <= 0.1 * amount
    return {"at_least": together >= amount, "at_most": together <= amount}.get(bound, together == amount)


@check("error")
def totals_equal_their_parts(package: Package) -> Iterator[Finding]:
    """A commitment that totals others is as large as they are together, within its bound."""
    amounts, bounds = _amounts(package), _bounds(package)
    for entry in package.registers["commitments"]:
        name, parts = entry["commitment"], entry.get("totals") or []
        if name in amounts and parts and all(part in amounts for part in parts):
            together = sum(amounts[part] for part in parts)
            if not _fits(together, amounts[name], bounds.get(name)):
                message = f"{name} is {amounts[name]:,.0f}, but its parts are {together:,.0f} together"
                yield Finding("commitments", name, "amount", message)


@check("error")
def parts_within_the_whole(package: Package) -> Iterator[Finding]:
    """The parts of a commitment are together no larger than it."""
    amounts, bounds = _amounts(package), _bounds(package)
    parts: dict[str, float] = {}
    for entry in package.registers["commitments"]:
        if entry.get("part_of") and entry["commitment"] in amounts:
            parts[entry["part_of"]] = parts.get(entry["part_of"], 0) + amounts[entry["commitment"]]
    for whole, together in parts.items():
        if whole in amounts and together > amounts[whole] and bounds.get(whole) not in ("about", "at_least"):
            message = f"the known parts of {whole} are {together:,.0f} together, more than its {amounts[whole]:,.0f}"
            yield Finding("commitments", whole, "amount", message)


@check("error")
def ranges_hold_their_amount(package: Package) -> Iterator[Finding]:
    """amount_low is not above amount_high, and amount lies between them."""
    money = package.tables["commitments"]
    for name, *bounds in money[["commitment", "amount_low", "amount", "amount_high"]].itertuples(index=False):
        known = [float(value) for value in bounds if value]
        if known != sorted(known):
            yield Finding("commitments", name, "amount", f"{name}: low, amount and high are out of order: {known}")


@check("error")
def amounts_have_a_currency(package: Package) -> Iterator[Finding]:
    """An amount has a currency."""
    money = package.tables["commitments"]
    columns = ["commitment", "amount", "amount_low", "amount_high", "currency"]
    for name, amount, low, high, currency in money[columns].itertuples(index=False):
        if (amount or low or high) and not currency:
            yield Finding("commitments", name, "currency", f"{name} has an amount and no currency")
