import pytest

from marketplace.accounts.errors import OrganisationNotFound
from marketplace.accounts.rules import Duty, MemberRole
from marketplace.audit.models import AuditLine
from marketplace.evidence.errors import FileDamaged, FileEmpty, FileKindRefused, FileTooLarge, FileUnknown, OwnerUnclear
from marketplace.evidence.models import StoredFile
from marketplace.evidence.queries import get_file
from marketplace.evidence.rules import MOST_BYTES
from marketplace.evidence.service import keep, open_content, show_in
from marketplace.kernel.actor import system
from marketplace.regions.errors import RegionCodeWrong, RegionUnknown
from tests.factories import documents


@pytest.fixture
def school(cast):
    return cast.organisation()


@pytest.fixture
def member(cast, school):
    return cast.actor(cast.member(school, MemberRole.FINANCE))


@pytest.fixture
def send(store, now):
    def send(actor, content=None, **place):
        content = documents.pdf() if content is None else content
        return keep(content=content, file_name="凭证.pdf", store=store, actor=actor, now=now, **place)

    return send


def reads(actor, file):
    try:
        return get_file(file.id, actor=actor) is file
    except FileUnknown:
        return False


def test_a_member_keeps_a_file_of_the_organisation(member, school, send, store):
    file = send(member, organisation_id=school.id)
    assert (file.file_name, file.media_type, file.byte_size) == (
        "凭证.pdf",
        "application/pdf",
        len(documents.pdf()),
    )
    _row, content = open_content(file_id=file.id, store=store, actor=member)
    with content:
        assert content.read() == documents.pdf()


def test_the_same_bytes_twice_are_two_rows_over_one_content(member, school, send, store):
    first, second = send(member, organisation_id=school.id), send(member, organisation_id=school.id)
    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == [first.sha256]


def test_an_officer_keeps_a_file_of_the_region(cast, send):
    officer = cast.actor(cast.officer(Duty.REPORTER))
    assert send(officer, region_code="621022000000").region_code == "621022"
    with pytest.raises(RegionUnknown):
        send(officer, region_code="621021")
    with pytest.raises(RegionUnknown):
        send(officer, region_code="621000")
    with pytest.raises(RegionCodeWrong):
        send(officer, region_code="62102x")


def test_who_only_reads_keeps_nothing(cast, send):
    with pytest.raises(RegionUnknown):
        send(cast.actor(cast.officer(Duty.AUDITOR)), region_code="621022")


def test_a_file_belongs_to_one_place(cast, member, school, send):
    with pytest.raises(OwnerUnclear):
        send(member, organisation_id=school.id, region_code="621022")
    with pytest.raises(OwnerUnclear):
        send(cast.actor(cast.officer(Duty.REPORTER)))


def test_nobody_keeps_a_file_of_another_organisation(cast, school, send):
    with pytest.raises(OrganisationNotFound):
        send(cast.actor(cast.outsider()), organisation_id=school.id)
    with pytest.raises(OrganisationNotFound):
        send(cast.actor(cast.officer(Duty.REPORTER)), organisation_id=school.id)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", FileEmpty),
        (bytes(MOST_BYTES + 1), FileTooLarge),
        (documents.HTML, FileKindRefused),
        (documents.SVG, FileKindRefused),
        (documents.PROGRAM, FileKindRefused),
        (b"just text", FileKindRefused),
        (b"%PDF-1.4\n1 0 obj", FileDamaged),
    ],
)
def test_what_is_not_kept_leaves_neither_row_nor_bytes(member, school, send, session, store, content, refusal):
    with pytest.raises(refusal) as raised:
        send(member, content, organisation_id=school.id)
    assert list(raised.value.fields) == ["file"]
    assert session.query(StoredFile).count() == 0
    assert not store.folder.exists()


def test_law_12_a_file_is_read_in_its_organisation_and_above_it(cast, member, school, send):
    file = send(member, organisation_id=school.id)
    readers = {
        "colleague": cast.member(school, MemberRole.PURCHASER),
        "county": cast.officer(Duty.AGRICULTURE_OFFICER),
        "city": cast.officer(Duty.AUDITOR, region="621000"),
        "next county": cast.officer(Duty.AGRICULTURE_OFFICER, region="621021"),
        "outsider": cast.outsider(),
        "nobody": cast.user(),
    }
    seen = [name for name, user in readers.items() if reads(cast.actor(user), file)]
    assert seen == ["colleague", "county", "city"]
    assert reads(system(), file)


def test_law_12_a_region_file_is_read_in_the_region_and_above(cast, send):
    file = send(cast.actor(cast.officer(Duty.REPORTER)), region_code="621022")
    assert reads(cast.actor(cast.officer(Duty.APPROVER, region="621000")), file)
    assert not reads(cast.actor(cast.officer(Duty.APPROVER, region="621021")), file)
    assert not reads(cast.actor(cast.member(cast.organisation(), *MemberRole)), file)


def test_who_left_the_organisation_reads_no_more(cast, session, school, send, now):
    user = cast.member(school, MemberRole.PURCHASER)
    file = send(cast.actor(user), organisation_id=school.id)
    session.execute(
        StoredFile.metadata.tables["membership"].update().where(True).values(ended_at=now)  # noqa: FBT003  everybody
    )
    assert not reads(cast.actor(user), file)


def test_what_is_handed_in_elsewhere_is_read_there_too_in_every_place(cast, member, school, send):
    file = send(member, organisation_id=school.id)
    officer = cast.actor(cast.officer(Duty.AGRICULTURE_OFFICER, region="621021"))
    assert not reads(officer, file)
    show_in(file_id=file.id, region_code="621021")
    assert reads(officer, file)
    assert not reads(cast.actor(cast.outsider()), file)
    for _ in range(2):
        show_in(file_id=file.id, region_code="110101")
    assert reads(cast.actor(cast.outsider()), file)
    assert reads(officer, file)
    assert file.shown_in == ["621021", "110101"]


def test_law_13_keeping_leaves_one_audit_line_without_the_name(member, school, send, session):
    file = send(member, organisation_id=school.id)
    line = session.query(AuditLine).filter_by(subject="stored_file", subject_id=str(file.id)).one()
    assert (line.action, line.organisation_ids) == ("file.kept", [school.id])
    assert line.after == {"sha256": file.sha256, "byte_size": file.byte_size, "media_type": "application/pdf"}
