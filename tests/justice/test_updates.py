"""An update: a sentence that a worker chooses to write to somebody whom the person's release names."""

from datetime import timedelta

import pytest

from offramp.consent import actions as consent
from offramp.consent.models import Disclosure, ReleaseLine
from offramp.justice import actions as justice
from offramp.justice import reads, updates
from offramp.justice.models import SharedUpdate, TakenBack
from offramp.justice.states import UPDATE_LENGTH, Opener
from offramp.kernel.classification import DataClass
from offramp.kernel.models import TrailRow
from offramp.kernel.refusals import Incomplete, NotNow, Refusal
from offramp.people import actions as people
from tests import cast as play
from tests.cast import NOON

pytestmark = pytest.mark.django_db
WRITTEN = NOON + timedelta(days=5)
LATER = NOON + timedelta(days=6)
WORDS = "Jordan has met with us and asks to move the hearing by a week."
AFTER = "and asks to move the hearing by a week"
BOTH = (DataClass.PARTICIPATION, DataClass.SHARED_UPDATE)


@pytest.fixture
def cast():
    return play.at_site("bureau")


@pytest.fixture
def referral(cast):
    """Handed over, met, taken over by Kim, and signed: prosecutor and officer may be told updates."""
    made = play.at_work(cast)
    play.sign(cast, made.person, classes=BOTH)
    return made


def write(cast, referral, to="vance", by="kim", at=WRITTEN, opener=Opener.HAS_MET, words=AFTER, was_seen=True):
    return updates.share_update(
        referral.person, recipient_id=cast.members[to].pk, referral_id=referral.pk, opener=opener, words=words,
        was_seen=was_seen, by=cast.members[by], at=at,
    )  # fmt: skip


def read_by(reader, at=LATER):
    return [arrival.text for arrival, _ in justice.deliver(by=reader, at=at)]


def test_it_is_read_once_by_whom_it_names_and_by_nobody_else(cast, referral):
    write(cast, referral)
    assert read_by(cast.dana) == []
    assert read_by(play.second_prosecutor(cast)) == []
    [(arrival, told)] = justice.deliver(by=cast.vance, at=LATER)
    assert (arrival.text, arrival.sender) == (WORDS, cast.kim.name)
    justice.take_into_file(told.pk, by=cast.vance, at=LATER)
    assert read_by(cast.vance) == []


def test_it_is_accounted_for_when_it_is_shown_and_not_before(cast, referral):
    write(cast, referral)
    assert not Disclosure.objects.exists()
    read_by(cast.vance)
    [told] = Disclosure.objects.all()
    assert (told.kind, told.recipient, told.text, told.made_at) == ("shared update", cast.vance, WORDS, LATER)


def test_what_is_stopped_before_the_sign_in_is_never_shown(cast, referral):
    write(cast, referral)
    line = ReleaseLine.objects.get(recipient=cast.vance, data_class=DataClass.SHARED_UPDATE)
    consent.stop(line, by=cast.kim, at=WRITTEN + timedelta(hours=1))
    assert read_by(cast.vance) == []
    assert not Disclosure.objects.exists()


def test_a_release_of_the_certificate_alone_lets_nobody_write(cast):
    referral = play.at_work(cast)
    play.sign(cast, referral.person)
    assert reads.update_choices(cast.kim, referral.person, WRITTEN) == []
    with pytest.raises(NotNow, match="No release in force lets them be told this"):
        write(cast, referral)


def test_a_no_to_one_recipient_lets_nothing_be_written_to_them(cast):
    referral = play.at_work(cast)
    play.sign(cast, referral.person, recipients=("vance",), classes=BOTH)
    assert [who for who, _ in reads.update_choices(cast.kim, referral.person, WRITTEN)] == [cast.vance]
    with pytest.raises(NotNow):
        write(cast, referral, to="dana")


@pytest.mark.parametrize("who", ["dana", "vance", "pat", "marcus"])
def test_only_whoever_works_with_the_person_writes(cast, referral, who):
    with pytest.raises(Refusal):
        write(cast, referral, by=who)
    assert not SharedUpdate.objects.exists()


def test_whoever_no_longer_works_with_the_person_writes_nothing(cast, referral):
    for assignment in referral.person.assignments.filter(member=cast.kim):
        people.end_assignment(assignment, by=cast.rosa, at=NOON + timedelta(days=4))
    with pytest.raises(NotNow):
        write(cast, referral)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"words": "x" * 180}, "The whole sentence is too long. Shorten your words by 4 characters."),
        ({"was_seen": False}, "Show it or read it to the person first, then tick this."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(cast, referral, changed, sentence):
    with pytest.raises(Incomplete, match=sentence):
        write(cast, referral, **changed)
    assert not SharedUpdate.objects.exists()


def test_an_officer_reads_updates_about_their_own_referral_where_the_protocol_lets_them(cast, referral):
    write(cast, referral, to="dana")
    assert read_by(cast.dana) == [WORDS]


def test_an_officer_is_told_no_update_where_the_protocol_does_not_name_it(cast, referral):
    play.adopt(cast, {", certificate, shared_update]": ", certificate]"}, on=NOON.date())
    again = play.offer(cast, at=NOON + timedelta(hours=2))
    type(again).objects.filter(pk=again.pk).update(person=referral.person)
    open_now = [(who, about) for who, about in reads.update_choices(cast.kim, referral.person, WRITTEN)]
    assert (cast.dana, referral) in open_now
    assert (cast.dana, again) not in open_now
    assert (cast.vance, referral) in open_now
    assert (cast.vance, again) not in open_now  # no charge is held for it yet


@pytest.mark.parametrize("verb", ["do_not_file", "file"])
def test_once_the_charge_is_decided_no_update_is_written_to_a_prosecutor_or_shown_to_them(cast, referral, verb):
    write(cast, referral)
    justice.decide(verb, referral.diversion.pk, reason="From my file", by=cast.vance, at=WRITTEN)
    assert cast.vance not in dict(reads.update_choices(cast.kim, referral.person, LATER))
    assert read_by(cast.vance) == []


def test_where_the_officer_decides_the_charge_no_update_goes_to_a_prosecutor(cast):
    play.adopt(cast, {"if_not_met: prosecutor_may_file": "if_not_met: officer_may_file"}, on=NOON.date())
    made = play.at_work(cast)
    play.sign(cast, made.person, classes=BOTH)
    open_now = dict(reads.update_choices(cast.kim, made.person, WRITTEN))
    assert cast.vance not in open_now
    assert cast.dana in open_now


def test_the_worker_sees_which_updates_were_shown(cast, referral):
    write(cast, referral)
    write(cast, referral, to="dana", opener=Opener.IS_CONNECTED, words="", at=WRITTEN + timedelta(minutes=1))
    read_by(cast.vance)
    assert [(one.text, when) for one, when in reads.updates(cast.kim, referral.person, LATER)] == [
        ("Jordan is connected with help.", None),
        (WORDS, LATER),
    ]
    assert reads.updates(cast.vance, referral.person, LATER) == []


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Jordan is in treatment and takes Methadone.", "“treatment”, “Methadone”"),
        ("Jordan está en TRATAMIENTO; vive  en la calle.", "“TRATAMIENTO”, “vive  en”, “calle”"),
        ("Jordan missed a meeting.", "“missed”"),
    ],
)
def test_what_no_release_opens_is_not_kept_and_the_words_are_said(cast, referral, written, words):
    with pytest.raises(Incomplete) as refused:
        write(cast, referral, words=written)
    assert f"Write it without these words: {' '.join(words.split())}." in refused.value.sentence
    assert refused.value.field == "words"
    assert not SharedUpdate.objects.exists()


@pytest.mark.parametrize("words", ["and is undocumented", "and gave 123-45-6789", "y no es informante"])
def test_what_harms_on_file_is_not_kept_and_not_said_again(cast, referral, words):
    with pytest.raises(Incomplete, match=r"^This looks like .* Take it out: no update may say it\.$") as refused:
        write(cast, referral, words=words)
    assert words.split()[-1] not in refused.value.sentence
    assert not SharedUpdate.objects.exists()


@pytest.mark.parametrize("opener", Opener)
def test_it_begins_with_the_first_name_and_something_good(cast, referral, opener):
    written = write(cast, referral, opener=opener, words="")
    assert written.text == f"Jordan {opener.format(worker=cast.kim.name)}".rstrip(".") + "."


def test_where_no_name_is_known_it_is_about_the_person(cast, referral):
    type(referral.person).objects.filter(pk=referral.person.pk).update(given_name="")
    referral.person.refresh_from_db()
    assert write(cast, referral).text == "The person has met with us and asks to move the hearing by a week."


def test_the_whole_sentence_fits_its_limit_with_name_and_opener(cast, referral):
    fits = UPDATE_LENGTH - len("Jordan has met with us .")
    assert len(write(cast, referral, words="x" * fits).text) == UPDATE_LENGTH
    with pytest.raises(Incomplete, match=r"Shorten your words by 1 characters"):
        write(cast, referral, words="x" * (fits + 1))


def test_what_somebody_is_called_is_no_word_against_them(cast, referral):
    type(referral.person).objects.filter(pk=referral.person.pk).update(given_name="Camp")
    referral.person.refresh_from_db()
    assert write(cast, referral, words="").text == "Camp has met with us."


def take_back(cast, written, by="kim", at=WRITTEN + timedelta(hours=1)):
    return updates.take_back(written.pk, by=cast.members[by], at=at)


def test_one_that_was_taken_back_is_never_shown_and_leaves_nothing_to_account_for(cast, referral):
    taken = take_back(cast, write(cast, referral))
    assert (taken.taken_back_by, taken.taken_back_at) == (cast.kim, WRITTEN + timedelta(hours=1))
    assert read_by(cast.vance) == []
    assert not Disclosure.objects.exists()


def test_of_two_updates_only_the_one_that_was_taken_back_is_gone(cast, referral):
    take_back(cast, write(cast, referral, opener=Opener.ASKS_FOR_A_CALL, words=""))
    write(cast, referral)
    assert read_by(cast.vance) == [WORDS]


def test_taking_back_stands_on_the_trail_once(cast, referral):
    written = write(cast, referral)
    assert take_back(cast, written) == take_back(cast, written, at=LATER)
    [row] = TrailRow.objects.filter(action="take_back")
    assert (row.actor_id, row.object_id) == (cast.kim.pk, written.pk)


def test_what_was_shown_cannot_be_taken_back_and_it_is_said_what_can_be_done(cast, referral):
    written = write(cast, referral)
    read_by(cast.vance)
    with pytest.raises(NotNow, match=r"R\. Vance was shown this update.*Write a new one that puts it right"):
        take_back(cast, written, at=LATER + timedelta(hours=1))
    assert not TakenBack.objects.exists()


def test_what_is_taken_back_while_the_recipient_signs_in_is_not_shown(cast, referral, monkeypatch):
    """The recipient's sign-in has looked and not yet locked: the one that is taken back in between does not leave."""
    written = write(cast, referral)
    waiting = reads.arrivals(cast.vance, LATER)
    take_back(cast, written)
    monkeypatch.setattr(reads, "arrivals", lambda by, at: waiting)
    assert read_by(cast.vance) == []
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("who", ["dana", "vance", "pat", "marcus"])
def test_only_whoever_works_with_the_person_takes_one_back(cast, referral, who):
    written = write(cast, referral)
    with pytest.raises(SharedUpdate.DoesNotExist):
        take_back(cast, written, by=who)
    assert read_by(cast.vance) == [WORDS]
