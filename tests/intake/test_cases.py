"""A case from its first message to its end, as a citizen and as counsellors, on both databases."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from installation import ANSWERS, NOTE, REPLY, WORDS, Counsellor, Installation
from sqlalchemy.orm import Session

from intake.case_keys import ForCounsellorsOnly
from intake.cases import NoRecipients, WrongRecoveryCode
from intake.models import CaseKey
from intake.open_case import CaseGone, NotYours
from intake.receipt import new_receipt
from intake.sealing import Tampered, TooLong
from intake.texts import Message


def states(installation: Installation, counsellor: Counsellor) -> list[tuple[str, int]]:
    """State and unread messages of each case in the inbox."""
    return [(case.state, case.unread) for case in installation.cases.inbox(counsellor.id, counsellor.private_key)]


def test_the_receipt_opens_the_case_however_it_is_typed(installation: Installation) -> None:
    receipt = installation.open_case(Counsellor())
    case = installation.enter(f" {receipt.lower().replace('-', ' ')} ")
    assert case.read() == [Message("citizen", WORDS, datetime(2026, 11, 22, 2, tzinfo=UTC))]
    assert case.answers() == ANSWERS
    facts = case.facts()
    assert (facts.municipality, facts.state, facts.claimed_by) == ("ballerup", "open", None)
    assert facts.opened == facts.last_message == datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert facts.kept_until == date(2027, 2, 20)


def test_another_receipt_opens_nothing(installation: Installation) -> None:
    installation.open_case(Counsellor())
    for typed in (new_receipt(), "", "0000", "%", "x" * 5000):
        assert installation.cases.enter_with_receipt(typed) is None


def test_cases_that_share_a_short_lookup_are_told_apart(installation: Installation, monkeypatch) -> None:
    monkeypatch.setattr("intake.cases.LOOKUP_SIZE", 0)
    counsellor = Counsellor()
    receipts = [installation.open_case(counsellor) for _ in range(3)]
    ids = [installation.enter(receipt).id for receipt in receipts]
    assert len(set(ids)) == 3
    assert installation.cases.enter_with_receipt(new_receipt()) is None


def test_a_case_that_nobody_could_read_is_refused(installation: Installation) -> None:
    with pytest.raises(NoRecipients):
        installation.open_case()
    with pytest.raises(TooLong):
        installation.cases.open_case("ballerup", {}, "x" * 70000, {uuid.uuid4(): Counsellor().public_key})


def test_both_sides_read_what_the_other_wrote(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    written = [("citizen", WORDS), ("counsellor", REPLY), ("citizen", "Tak. Han vil ikke tale om det.")]
    for case in (installation.enter(receipt), installation.enter_as(counsellor, case_id)):
        assert [(message.author, message.text) for message in case.read()] == written


def test_notes_are_for_counsellors(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    case = installation.enter_as(counsellor, case_id)
    case.grant(colleague.id, colleague.public_key)
    notes = installation.enter_as(colleague, case_id).notes()
    assert [(note.counsellor_id, note.text) for note in notes] == [(counsellor.id, NOTE)]
    citizen = installation.enter(receipt)
    for forbidden in (
        citizen.notes,
        lambda: citizen.add_note("x"),
        lambda: citizen.grant(colleague.id, colleague.public_key),
        lambda: citizen.hand_over(colleague.id, colleague.public_key),
    ):
        with pytest.raises(ForCounsellorsOnly):
            forbidden()


def test_nobody_writes_in_anothers_name(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    for case, author in (
        (installation.enter(receipt), "counsellor"),
        (installation.enter(receipt), "system"),
        (installation.enter_as(counsellor, case_id), "citizen"),
    ):
        with pytest.raises(ValueError, match="cannot write"):
            case.write(author, "Hej")


def test_only_who_claimed_a_case_answers_it(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    case_id = installation.enter(installation.open_case(counsellor, colleague)).id
    with pytest.raises(NotYours):
        installation.enter_as(counsellor, case_id).write("counsellor", REPLY)
    assert installation.cases.claim(case_id, counsellor.id)
    assert not installation.cases.claim(case_id, colleague.id)
    for refused in (installation.cases.release, installation.cases.close):
        assert not refused(case_id, colleague.id)
    with pytest.raises(NotYours):
        installation.enter_as(colleague, case_id).hand_over(colleague.id, colleague.public_key)
    assert installation.cases.release(case_id, counsellor.id)
    assert installation.cases.claim(case_id, colleague.id)


def test_who_cannot_read_a_case_cannot_claim_it(installation: Installation) -> None:
    case_id = installation.enter(installation.open_case(Counsellor())).id
    stranger = Counsellor()
    assert not installation.cases.claim(case_id, stranger.id)
    assert installation.cases.enter_as_counsellor(case_id, stranger.id, stranger.private_key) is None
    assert not installation.cases.claim(uuid.uuid4(), stranger.id)


def test_of_many_who_claim_at_once_one_wins(installation: Installation) -> None:
    counsellors = [Counsellor() for _ in range(6)]
    for _ in range(8):
        case_id = installation.enter(installation.open_case(*counsellors)).id
        with ThreadPoolExecutor(len(counsellors)) as threads:
            won = list(threads.map(lambda who, case=case_id: installation.cases.claim(case, who.id), counsellors))
        assert won.count(True) == 1
        winner = counsellors[won.index(True)]
        assert installation.enter_as(winner, case_id).facts().claimed_by == winner.id


def test_what_two_write_at_once_is_all_there(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    sides = [(installation.enter(receipt), "citizen"), (installation.enter_as(counsellor, case_id), "counsellor")]
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda side: [side[0].write(side[1], f"{side[1]} {n}") for n in range(8)], sides))
    texts = [message.text for message in installation.enter(receipt).read()]
    assert len(texts) == 3 + 16
    for _, author in sides:
        assert [text for text in texts if text.startswith(f"{author} ")] == [f"{author} {n}" for n in range(8)]


def test_handing_over_lets_the_colleague_answer(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    installation.enter_as(counsellor, case_id).hand_over(colleague.id, colleague.public_key)
    assert states(installation, counsellor) == [("taken", 2)]
    installation.enter_as(colleague, case_id).write("counsellor", "Hej, nu er det mig.")
    assert installation.enter(receipt).read()[-1].text == "Hej, nu er det mig."


def test_the_inbox_follows_a_case(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt = installation.open_case(counsellor)
    citizen = installation.enter(receipt)
    assert states(installation, counsellor) == [("new", 1)]
    installation.cases.claim(citizen.id, counsellor.id)
    assert states(installation, counsellor) == [("mine", 1)]
    case = installation.enter_as(counsellor, citizen.id)
    case.read()
    assert states(installation, counsellor) == [("mine", 0)]
    case.write("counsellor", REPLY)
    assert states(installation, counsellor) == [("waiting", 0)]
    citizen.write("citizen", "Tak")
    citizen.write("citizen", "og en ting til")
    assert states(installation, counsellor) == [("mine", 2)]
    assert installation.cases.close(citizen.id, counsellor.id)
    assert states(installation, counsellor) == [("closed", 2)]
    assert installation.cases.reopen(citizen.id, counsellor.id)
    assert states(installation, counsellor) == [("mine", 2)]


def test_a_citizen_who_writes_opens_a_closed_case_again(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    assert installation.cases.close(case_id, counsellor.id)
    assert not installation.cases.close(case_id, counsellor.id)
    installation.enter(receipt).write("citizen", "Der er sket noget nyt.")
    assert states(installation, counsellor) == [("mine", 3)]


def test_the_inbox_is_sorted_by_urgency_and_then_age(installation: Installation) -> None:
    counsellor = Counsellor()
    for about, urgency in (("old", "calm"), ("a", "week"), ("b", "soon"), ("skipped", None), ("c", "soon")):
        answers = {"about": about} | ({"urgency": urgency} if urgency else {})
        installation.cases.open_case("ballerup", answers, "", {counsellor.id: counsellor.public_key})
        installation.wait(hours=1)
    inbox = installation.cases.inbox(counsellor.id, counsellor.private_key, ("soon", "week", "calm"))
    assert [case.about for case in inbox] == ["b", "c", "a", "old", "skipped"]
    assert [case.urgency for case in inbox] == ["soon", "soon", "week", "calm", None]


def test_a_new_colleague_gets_the_open_cases_of_their_municipality(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    here = installation.enter(installation.open_case(counsellor)).id
    installation.open_case(counsellor, municipality="aalborg")
    closed = installation.enter(installation.open_case(counsellor)).id
    assert installation.cases.claim(closed, counsellor.id) and installation.cases.close(closed, counsellor.id)
    share = (counsellor.id, counsellor.private_key, colleague.id, colleague.public_key, ["ballerup"])
    assert installation.cases.share_open_cases(*share) == 1
    assert installation.cases.share_open_cases(*share) == 0
    assert [case.id for case in installation.cases.inbox(colleague.id, colleague.private_key)] == [here]
    assert installation.enter_as(colleague, here).read()[0].text == WORDS


def test_a_colleague_who_leaves_keeps_nothing(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    case_id = installation.enter(installation.open_case(counsellor, colleague)).id
    installation.cases.claim(case_id, colleague.id)
    assert installation.cases.withdraw(colleague.id) == 1
    assert installation.cases.enter_as_counsellor(case_id, colleague.id, colleague.private_key) is None
    assert states(installation, counsellor) == [("new", 1)]


def test_a_new_password_opens_the_same_cases(installation: Installation) -> None:
    from intake.keys import rewrap, unlock

    counsellor = Counsellor()
    _, case_id = installation.answered_case(counsellor)
    rewrapped = rewrap(counsellor.private_key, "et helt nyt kodeord")
    again = installation.cases.enter_as_counsellor(case_id, counsellor.id, unlock(rewrapped, "et helt nyt kodeord"))
    assert again is not None and len(again.read()) == 3


def test_the_recovery_code_gives_cases_back_after_a_lost_password(installation: Installation) -> None:
    counsellor, colleague = Counsellor(), Counsellor()
    _, case_id = installation.answered_case(counsellor)
    other = installation.enter(installation.open_case(colleague)).id
    lost = counsellor.private_key
    counsellor.wrapped = Counsellor().wrapped
    assert states(installation, counsellor) == [("locked", 0)]
    with pytest.raises(Tampered):
        installation.enter_as(counsellor, case_id)
    code = installation.recovery_code.lower().replace("-", " ")
    assert installation.cases.recover(code, counsellor.id, counsellor.public_key) == 1
    assert [note.text for note in installation.enter_as(counsellor, case_id).notes()] == [NOTE]
    with pytest.raises(Tampered):
        installation.cases.enter_as_counsellor(case_id, counsellor.id, lost)
    assert installation.cases.enter_as_counsellor(other, counsellor.id, counsellor.private_key) is None
    assert installation.cases.recover(code, counsellor.id, counsellor.public_key, ["ballerup"]) == 2
    assert installation.enter_as(counsellor, other).read()[0].text == WORDS


def test_a_wrong_recovery_code_gives_nothing(installation: Installation) -> None:
    counsellor = Counsellor()
    installation.open_case(counsellor)
    code = installation.recovery_code
    for wrong in ("", "0", code[:-1], code + "0", ("0" if code[0] != "0" else "1") + code[1:], new_receipt()):
        with pytest.raises(WrongRecoveryCode):
            installation.cases.recover(wrong, counsellor.id, counsellor.public_key)


def test_an_earlier_recovery_code_still_opens_the_cases_of_its_time(installation: Installation) -> None:
    counsellor = Counsellor()
    first = installation.open_case(counsellor)
    second_code = installation.recovery_keys.renew()
    second = installation.open_case(counsellor)
    new = Counsellor()
    assert installation.cases.recover(installation.recovery_code, new.id, new.public_key, ["ballerup"]) == 1
    assert installation.enter_as(new, installation.enter(first).id).read()
    assert installation.cases.recover(second_code, new.id, new.public_key, ["ballerup"]) == 1
    assert installation.enter_as(new, installation.enter(second).id).read()


def test_an_exchanged_recovery_key_is_noticed(installation: Installation) -> None:
    """Who can write to the database, but has not the server's key, wants new cases sealed to a key of their own."""
    from sqlalchemy import update

    from intake.models import RecoveryKey

    with Session(installation.engine) as session, session.begin():
        session.execute(update(RecoveryKey).values(public_key=Counsellor().public_key))
    with pytest.raises(Tampered):
        installation.open_case(Counsellor())


def test_a_deleted_case_is_gone_for_both_sides(installation: Installation) -> None:
    counsellor = Counsellor()
    receipt, case_id = installation.answered_case(counsellor)
    kept = installation.open_case(counsellor)
    answering = installation.enter_as(counsellor, case_id)
    installation.enter(receipt).delete()
    assert installation.cases.enter_with_receipt(receipt) is None
    assert installation.cases.enter_as_counsellor(case_id, counsellor.id, counsellor.private_key) is None
    for act in (
        answering.read,
        answering.notes,
        answering.facts,
        lambda: answering.write("counsellor", "x"),
        lambda: answering.add_note("x"),
        lambda: answering.grant(counsellor.id, counsellor.public_key),
    ):
        with pytest.raises(CaseGone):
            act()
    assert installation.enter(kept).read()
    with Session(installation.engine) as session:
        assert session.query(CaseKey).filter(CaseKey.case_id == case_id).count() == 0
