"""What can be counted without a key, and taking a case over, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from installation import Counsellor, Installation

from intake.case_counts import CaseCounts

BOTH = ("ballerup", "glostrup")


def counts_of(installation: Installation) -> CaseCounts:
    return CaseCounts(installation.engine, lambda: installation.now)


def test_new_cases_and_own_unread_ones_wait(installation: Installation) -> None:
    anna, bo = Counsellor(), Counsellor()
    counts = counts_of(installation)
    assert counts.to_look_at(anna.id, BOTH) == 0
    citizen = installation.enter(installation.open_case(anna, bo))
    installation.open_case(anna, municipality="glostrup")
    assert counts.to_look_at(anna.id, BOTH) == 2 and counts.to_look_at(anna.id, ["ballerup"]) == 1
    assert counts.to_look_at(anna.id, []) == 0 and counts.to_look_at(bo.id, BOTH) == 1
    installation.cases.claim(citizen.id, anna.id)
    assert counts.to_look_at(anna.id, ["ballerup"]) == 1 and counts.to_look_at(bo.id, BOTH) == 0
    installation.enter_as(anna, citizen.id).read()
    assert counts.to_look_at(anna.id, ["ballerup"]) == 0
    citizen.write("citizen", "Er du der?")
    assert counts.to_look_at(anna.id, ["ballerup"]) == 1 and counts.to_look_at(bo.id, BOTH) == 0
    installation.cases.close(citizen.id, anna.id)
    assert counts.to_look_at(anna.id, ["ballerup"]) == 0


def test_what_is_not_shared_is_counted_until_it_is(installation: Installation) -> None:
    anna, bo = Counsellor(), Counsellor()
    counts = counts_of(installation)
    installation.open_case(anna)
    installation.open_case(anna, municipality="glostrup")
    assert counts.not_sealed_to(anna.id, BOTH) == 0
    assert counts.not_sealed_to(bo.id, BOTH) == 2 and counts.not_sealed_to(bo.id, ["glostrup"]) == 1
    installation.cases.share_open_cases(anna.id, anna.private_key, bo.id, bo.public_key, ["ballerup"])
    assert counts.not_sealed_to(bo.id, BOTH) == 1
    installation.wait(days=91)
    assert counts.not_sealed_to(bo.id, BOTH) == 0


def test_unclaimed_are_those_that_somebody_must_take(installation: Installation) -> None:
    anna = Counsellor()
    counts = counts_of(installation)
    taken, free = (installation.enter(installation.open_case(anna)) for _ in range(2))
    installation.cases.claim(taken.id, anna.id)
    (case,) = counts.unclaimed()
    assert (case.id, case.municipality, case.opened) == (free.id, "ballerup", free.facts().opened)
    installation.wait(days=91)
    assert counts.unclaimed() == []


def test_a_case_is_taken_over_from_whom_one_thinks_or_not_at_all(installation: Installation) -> None:
    anna, bo, carl, stranger = (Counsellor() for _ in range(4))
    case = installation.enter(installation.open_case(anna, bo, carl))
    take_over = installation.cases.take_over
    assert not take_over(case.id, bo.id, anna.id)
    installation.cases.claim(case.id, anna.id)
    assert not take_over(case.id, stranger.id, anna.id)
    with ThreadPoolExecutor() as pool:
        won = list(pool.map(lambda each: take_over(case.id, each.id, anna.id), (bo, carl)))
    assert sorted(won) == [False, True]
    holder = (bo, carl)[won.index(True)]
    assert case.facts().claimed_by == holder.id
    installation.cases.close(case.id, holder.id)
    assert not take_over(case.id, anna.id, holder.id)


def test_who_leaves_a_municipality_keeps_the_cases_of_the_other(installation: Installation) -> None:
    anna = Counsellor()
    left = installation.enter(installation.open_case(anna))
    kept = installation.enter(installation.open_case(anna, municipality="glostrup"))
    for case in (left, kept):
        installation.cases.claim(case.id, anna.id)
    assert installation.cases.withdraw(anna.id, ["glostrup"]) == 1
    assert installation.cases.withdraw(anna.id, ["glostrup"]) == 0
    assert left.facts().claimed_by is None and kept.facts().claimed_by == anna.id
    assert installation.cases.enter_as_counsellor(left.id, anna.id, anna.private_key) is None
    assert installation.enter_as(anna, kept.id).read()
