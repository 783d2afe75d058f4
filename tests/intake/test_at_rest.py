"""What a thief of the disk finds: nothing that was written, and no key that opens it."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from installation import ANSWERS, CHEAP, NOTE, REPLY, SECRET_KEY, WORDS, Counsellor, Installation
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import Aead, SecretBox
from sqlalchemy import LargeBinary, Uuid, delete, select, update
from sqlalchemy.orm import Session

from intake import keys, sealing
from intake.case_keys import MESSAGE
from intake.case_keys import NOTE as NOTE_KIND
from intake.cases import CASES, CaseStore
from intake.drafts import DRAFTS
from intake.models import Base, CaseKey, CaseText, Draft, SealedCase
from intake.open_case import CaseGone
from intake.sealing import Tampered
from intake.stretching import stretch

SESSION = "the-citizen's-session-secret-with-256-random-bits"
DRAFT = {"form": "counselling", "step": "free_text", "answers": {"about": "me", "alias": "Lærken"}}


def written(receipt: str, installation: Installation, counsellor: Counsellor) -> list[str]:
    """Everything that was typed or shown, and names and values of answers."""
    answers = [*ANSWERS, *ANSWERS.values(), *DRAFT["answers"], *DRAFT["answers"].values(), "free_text"]
    secrets = [receipt, receipt.replace("-", ""), receipt.lower(), counsellor.password, SESSION]
    recovery = [installation.recovery_code, installation.recovery_code.replace("-", "")]
    words = [word for text in (WORDS, REPLY, NOTE) for word in text.split()]
    # A word of three letters turns up in random bytes by itself.
    return [text for text in (*answers, *secrets, *recovery, *words, "citizen", "answers") if len(text) > 4]


def use(installation: Installation) -> tuple[str, Counsellor]:
    """What happens in an installation: a case, answers, a note, a draft, a deleted case."""
    counsellor = Counsellor()
    receipt, _ = installation.answered_case(counsellor)
    installation.drafts.put(SESSION, DRAFT)
    installation.enter(installation.open_case(counsellor)).delete()
    return receipt, counsellor


def test_no_file_holds_a_word_that_was_written(on_disk: Installation) -> None:
    receipt, counsellor = use(on_disk)
    on_disk.answered_case(counsellor)
    assert on_disk.folder is not None
    assert {file.suffix for file in on_disk.folder.iterdir()} == {".db", ".db-wal", ".db-shm"}
    stored = on_disk.stored_bytes()
    # The search itself works: what may stand in clear is found.
    assert b"ballerup" in stored and counsellor.id.hex.encode() in stored
    for text in written(receipt, on_disk, counsellor):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert text.encode(encoding, "ignore").lower() not in stored.lower(), text


def test_no_row_holds_a_word_that_was_written(installation: Installation) -> None:
    """The same of a dump, on either database."""
    receipt, counsellor = use(installation)
    dump = b"\n".join(stored_material(installation, counsellor)).lower()
    assert b"ballerup" in dump
    assert not [text for text in written(receipt, installation, counsellor) if text.lower().encode() in dump]


def test_no_time_is_finer_than_an_hour(on_disk: Installation) -> None:
    use(on_disk)
    moment, hour = int(on_disk.now.timestamp()), int(on_disk.now.timestamp()) // 3600
    hours = [column for table in Base.metadata.tables.values() for column in table.c if column.name.endswith("_hour")]
    with on_disk.engine.connect() as connection:
        for column in hours:
            for value in connection.scalars(select(column)):
                assert hour <= value <= hour + 90 * 24
    assert str(moment).encode() not in on_disk.stored_bytes()
    assert moment.to_bytes(4) not in on_disk.stored_bytes()


def test_only_what_is_listed_stands_in_clear() -> None:
    """A column that is neither sealed nor on this list must be thought about first."""
    clear = {
        "sealed_case": {"id", "municipality", "state", "claimed_by", "public_key", "messages", "notes"}
        | {"receipt_lookup", "receipt_salt", "receipt_opslimit", "receipt_memlimit"}
        | {"opened_hour", "last_message_hour", "kept_until_hour"},
        "case_key": {"case_id", "recipient_id", "messages_read"},
        "case_text": {"id", "case_id", "kind", "number", "hour"},
        "recovery_key": {"id", "public_key", "current", "seal"},
        "intake_draft": {"lookup", "changed_hour"},
        "reply_draft": {"case_id", "counsellor_id", "kind"},
    }
    sealed = {"sealed_case": {"receipt_sealed_key"}, "case_key": {"sealed"}, "case_text": {"sealed"}}
    sealed |= {"recovery_key": set(), "intake_draft": {"sealed"}, "reply_draft": {"sealed"}}
    assert {name: set(table.c.keys()) for name, table in Base.metadata.tables.items()} == {
        name: clear[name] | sealed[name] for name in clear
    }


def stored_material(installation: Installation, counsellor: Counsellor) -> list[bytes]:
    """Everything that lies in the database or the configuration, and what can be derived from it."""
    material = [SECRET_KEY, SECRET_KEY[:32], SECRET_KEY[-32:], b"", bytes(32)]
    material += [keys.derived_key(SECRET_KEY, purpose) for purpose in (CASES, DRAFTS)]
    material += [counsellor.wrapped.public_key, counsellor.wrapped.wrapped_private_key, counsellor.wrapped.salt]
    with installation.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            for row in connection.execute(select(table)):
                for column, value in zip(table.c, row):
                    if isinstance(column.type, LargeBinary):
                        material.append(value)
                    elif isinstance(column.type, Uuid) and value:
                        material += [value.bytes, value.hex.encode(), str(value).encode()]
                    elif value is not None:
                        material.append(str(value).encode())
    return list(dict.fromkeys(material))


def key_candidates(material: list[bytes]) -> set[bytes]:
    """32 bytes from every eighth place of what is stored; each piece hashed, stretched, derived as the program does."""
    windows = {piece[start : start + 32] for piece in material for start in range(0, max(0, len(piece) - 31), 8)}
    hashed = {sealing.derive(b"", purpose, piece) for piece in material for purpose in ("", "draft-key", CASES)}
    stretched = {stretch(piece, salt, CHEAP) for piece in material for salt in material if len(salt) == 16}
    derived = {
        sealing.derive(key, purpose, extra)
        for key in hashed | {piece for piece in material if len(piece) == 32}
        for purpose in ("case-messages", "case-notes", "receipt-lookup", "draft-lookup", "draft-key")
        for extra in (b"", *(piece for piece in material if len(piece) == 16))
    }
    return windows | hashed | stretched | derived


def sealed_blobs(installation: Installation) -> list[bytes]:
    """Everything that is sealed."""
    columns = [
        t.c[name] for t in Base.metadata.tables.values() for name in ("sealed", "receipt_sealed_key") if name in t.c
    ]
    with installation.engine.connect() as connection:
        return [blob for column in columns for blob in connection.scalars(select(column))]


def places(installation: Installation) -> list[bytes]:
    """What the sealed texts and drafts are bound to, which a thief can put together from the rows."""
    with Session(installation.engine) as session:
        texts = [
            row.case_id.bytes + row.id.bytes + row.number.to_bytes(8) + row.hour.to_bytes(8) + row.kind.encode()
            for row in session.scalars(select(CaseText))
        ]
        receipts = [b"receipt" + case.id.bytes for case in session.scalars(select(SealedCase))]
        drafts = [b"draft" + row.lookup + row.changed_hour.to_bytes(8) for row in session.scalars(select(Draft))]
    return [*texts, *receipts, *drafts, b""]


def test_database_and_configuration_open_no_case(on_disk: Installation) -> None:
    """All that is stored, in every combination that could be a key, opens nothing; the true keys do."""
    counsellor = Counsellor()
    receipt = on_disk.open_case(counsellor)
    on_disk.drafts.put(SESSION, DRAFT)
    material, blobs, bound = stored_material(on_disk, counsellor), sealed_blobs(on_disk), places(on_disk)
    candidates = key_candidates(material)
    assert len(candidates) > 500 and len(blobs) == 5
    assert [key for key in candidates if opens_any(key, blobs, bound)] == []
    # The trial is a real one: with the password's key, or the receipt's, the same function opens something.
    assert opens_any(bytes(counsellor.private_key), blobs, bound)
    with Session(on_disk.engine) as session:
        salt = session.scalars(select(SealedCase.receipt_salt)).one()
    assert opens_any(stretch(receipt.encode(), salt, CHEAP), blobs, bound)
    assert opens_any(sealing.derive(b"", "draft-key", SESSION.encode()), blobs, bound)


def opens_any(key: bytes, blobs: list[bytes], bound: list[bytes]) -> bool:
    """Tell whether the key opens any blob, as a private key or as a secret one."""
    attempts = [SealedBox(PrivateKey(key)).decrypt, SecretBox(key).decrypt]
    attempts += [lambda blob, place=place: Aead(key).decrypt(blob, place) for place in bound]
    for attempt, blob in itertools.product(attempts, blobs):
        try:
            attempt(blob)
        except CryptoError:
            continue
        return True
    return False


def test_the_doors_of_the_store_open_to_nothing_stored(on_disk: Installation) -> None:
    """The program itself, run by a thief with database and server key, and all that is stored typed in."""
    counsellor = Counsellor()
    case_id = on_disk.enter(on_disk.open_case(counsellor)).id
    on_disk.drafts.put(SESSION, DRAFT)
    thief = CaseStore(on_disk.engine, on_disk.lookup_key, lambda: on_disk.now)
    for piece in stored_material(on_disk, counsellor):
        for typed in (piece.hex(), piece.decode("latin-1")):
            assert thief.enter_with_receipt(typed) is None
            assert on_disk.drafts.get(typed) is None
            with pytest.raises(keys.WrongPassword):
                keys.unlock(counsellor.wrapped, typed)
        if len(piece) == 32:
            with pytest.raises(Tampered):
                thief.enter_as_counsellor(case_id, counsellor.id, PrivateKey(piece))


def test_a_deleted_case_leaves_no_byte(on_disk: Installation) -> None:
    counsellor = Counsellor()
    receipt, _ = on_disk.answered_case(counsellor)
    on_disk.drafts.put(SESSION, DRAFT)
    blobs = sealed_blobs(on_disk)
    assert len(blobs) == 8 and all(blob in on_disk.stored_bytes() for blob in blobs if len(blob) < 1000)
    on_disk.enter(receipt).delete()
    on_disk.drafts.delete(SESSION)
    stored = on_disk.stored_bytes()
    # A blob lies on several pages: each piece of it must be gone.
    pieces = [blob[start : start + 32] for blob in blobs for start in range(0, len(blob) - 31, 32)]
    assert not [piece for piece in pieces if piece in stored]


def test_purged_cases_and_drafts_leave_no_byte(on_disk: Installation) -> None:
    counsellor = Counsellor()
    on_disk.answered_case(counsellor)
    on_disk.drafts.put(SESSION, DRAFT)
    blobs = sealed_blobs(on_disk)
    on_disk.wait(days=91)
    assert (on_disk.cases.purge(on_disk.now), on_disk.drafts.purge(on_disk.now)) == (1, 1)
    stored = on_disk.stored_bytes()
    assert not [blob for blob in blobs for start in range(0, len(blob) - 31, 32) if blob[start : start + 32] in stored]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_changed_bit_of_a_case_is_noticed(tmp_path_factory, data: st.DataObject) -> None:
    """Whatever sealed column a vandal flips a bit in, reading says so instead of showing something else."""
    installation = damaged_installation(tmp_path_factory)
    counsellor = Counsellor()
    _, case_id = installation.answered_case(counsellor)
    model, column = data.draw(st.sampled_from([(CaseText, "sealed"), (CaseKey, "sealed"), (SealedCase, "public_key")]))
    with Session(installation.engine) as session, session.begin():
        row = session.scalars(select(model)).first()
        changed = bytearray(getattr(row, column))
        bit = data.draw(st.integers(0, len(changed) * 8 - 1))
        changed[bit // 8] ^= 1 << bit % 8
        setattr(row, column, bytes(changed))
    with pytest.raises(Tampered):
        for reader in (counsellor.id, *installation.recovery_keys.current()):
            key = (
                counsellor.private_key
                if reader == counsellor.id
                else keys.read_recovery_code(installation.recovery_code)
            )
            case = installation.cases.enter_as_counsellor(case_id, reader, key)
            case.read(), case.notes()


def damaged_installation(tmp_path_factory) -> Installation:
    from intake.database import create_engine_from_url

    return Installation(create_engine_from_url(f"sqlite:///{tmp_path_factory.mktemp('damaged')}/cases.db"))


def test_texts_moved_between_places_are_noticed(installation: Installation) -> None:
    counsellor = Counsellor()
    (receipt, one), (_, other) = installation.answered_case(counsellor), installation.answered_case(counsellor)
    with Session(installation.engine) as session:
        rows = {
            case: session.scalars(
                select(CaseText).where(CaseText.case_id == case, CaseText.kind == MESSAGE).order_by(CaseText.number)
            ).all()
            for case in (one, other)
        }
    case = installation.enter(receipt)
    swaps = {
        "within the case": {rows[one][0].id: rows[one][2].sealed, rows[one][2].id: rows[one][0].sealed},
        "from another case": {rows[one][1].id: rows[other][1].sealed},
    }
    for swap in swaps.values():
        for text_id, sealed in swap.items():
            change(installation, update(CaseText).where(CaseText.id == text_id).values(sealed=sealed))
        with pytest.raises(Tampered):
            case.read()
        for row in rows[one]:
            change(installation, update(CaseText).where(CaseText.id == row.id).values(sealed=row.sealed))
        assert len(case.read()) == 3


@pytest.mark.parametrize("values", [{"hour": 1}, {"number": 9}, {"number": -5}, {"kind": NOTE_KIND, "number": 7}])
def test_a_row_that_was_relabelled_is_noticed(installation: Installation, values: dict[str, object]) -> None:
    receipt, _ = installation.answered_case(Counsellor())
    change(installation, update(CaseText).where(CaseText.kind == MESSAGE, CaseText.number == 2).values(**values))
    with pytest.raises(Tampered):
        installation.enter(receipt).read()


def test_a_message_that_was_taken_out_is_noticed(installation: Installation) -> None:
    for number in (1, 2, 3):
        receipt, case_id = installation.answered_case(Counsellor())
        change(installation, delete(CaseText).where(CaseText.case_id == case_id, CaseText.number == number))
        with pytest.raises(Tampered):
            installation.enter(receipt).read()


def test_keys_of_another_case_are_noticed(installation: Installation) -> None:
    counsellor = Counsellor()
    (_, one), (_, other) = installation.answered_case(counsellor), installation.answered_case(counsellor)
    with Session(installation.engine) as session:
        sealed = session.get(CaseKey, (other, counsellor.id)).sealed
    change(installation, update(CaseKey).where(CaseKey.case_id == one).values(sealed=sealed))
    with pytest.raises(Tampered):
        installation.enter_as(counsellor, one)
    states = {case.id: case.state for case in installation.cases.inbox(counsellor.id, counsellor.private_key)}
    assert states == {one: "locked", other: "mine"}


def test_a_case_put_under_another_receipt_does_not_open(installation: Installation) -> None:
    """A vandal gives somebody's case the lookup, salt and wrapped key of a case of their own."""
    own, theirs = installation.open_case(Counsellor()), installation.open_case(Counsellor())
    own_id, theirs_id = installation.enter(own).id, installation.enter(theirs).id
    columns = ("receipt_lookup", "receipt_salt", "receipt_sealed_key")
    with Session(installation.engine) as session:
        values = {column: getattr(session.get(SealedCase, own_id), column) for column in columns}
    change(installation, delete(SealedCase).where(SealedCase.id == own_id))
    change(installation, update(SealedCase).where(SealedCase.id == theirs_id).values(**values))
    assert installation.cases.enter_with_receipt(own) is None


def test_a_case_that_vanished_says_so(installation: Installation) -> None:
    receipt, _ = installation.answered_case(Counsellor())
    case = installation.enter(receipt)
    change(installation, delete(SealedCase))
    with pytest.raises(CaseGone):
        case.read()


def change(installation: Installation, statement) -> None:
    """What somebody does who can write to the database."""
    with Session(installation.engine) as session, session.begin():
        session.execute(statement, execution_options={"synchronize_session": False})
