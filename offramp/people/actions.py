"""What can be done to a person's record. Each verb writes the row and its trail together, or neither."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from offramp.directory import reads as directory
from offramp.directory.models import Membership, Site
from offramp.directory.states import ASSIGNABLE_ROLES, CARE_ROLES, LEADS
from offramp.kernel import decoys, trail
from offramp.kernel.classification import DataClass, classes_of
from offramp.kernel.identifiers import NO_SITE
from offramp.kernel.refusals import Incomplete, NotNow, NotYours, marked
from offramp.kernel.trail import Actor
from offramp.kernel.verbs import verb
from offramp.people import rules
from offramp.people.models import Alias, Assignment, KeptOut, Link, Person, PersonKey
from offramp.people.rules import Named
from offramp.people.states import KEEPERS, Duty

_CARE_ONLY = marked("Only the care team may do this.")
_NO_KEEPER = marked(
    "Only a case manager, peer or outreach worker who works with the person can keep this to themself alone."
)
#: One answer for every reason, so that whoever types codes at a terminal learns of nobody what is kept of them.
NOTHING_TO_HAND_ON = marked(
    "Nothing can be handed on by this code: nobody keeps how to reach the person, or whoever does still works with them, or "
    "the other worker does not. Ask the supervisor to look at the list of their desk."
)
_CONTACT = {name for name, data_class in classes_of(Person.Privacy).items() if data_class is DataClass.CONTACT}
_CALLED = {"given_name", "family_name", "description"}
_MAY_CHANGE = set(classes_of(Person.Privacy)) - {*Person.Privacy.T, *Person.Privacy.C11}


@verb
def record_person(
    *, site_id: UUID, given_name: str = "", family_name: str = "", birth_date: date | None = None, by: Actor, at: datetime,
    **known: Any,
) -> Person:  # fmt: skip
    """Write down somebody new. Whether they were known before is never asked here: everybody gets the same receipt."""
    _require_what_can_be_true({"birth_date": birth_date, **known}, at)
    rules.require_one_age(birth_date, known.get("age_band", ""), at.date())
    person = Person.objects.create(
        site_id=site_id,
        birth_date=birth_date,
        **_readable({"given_name": given_name, "family_name": family_name} | known),
    )
    _write_keys(person, [person.recorded_name])  # somebody new goes by no other
    trail.record("record_person", person, by=by, at=at)
    return person


@verb
def update_person(person: Person, *, by: Membership, at: datetime, **changes: Any) -> Person:
    """Change what is known of a person, by somebody who works with them; how they are reached, by whoever keeps it.

    Where one worker keeps it to themself alone, nobody else overwrites what they cannot see. A name that is known is
    corrected and never emptied: with none, nobody would find the record on a list.
    """
    held = _require_work_with(person, by=by, at=at)
    if set(changes) & _CONTACT:
        rules.require_kept_by_nobody_else(held.contact_kept_by, by)
    if not set(changes) <= _MAY_CHANGE:
        raise TypeError(f"This is not what is known of a person: {sorted(set(changes) - _MAY_CHANGE)}.")
    _require_what_can_be_true(changes, at)
    if any(changes.get(said, getattr(held, said)) != getattr(held, said) for said in ("birth_date", "age_band")):
        rules.require_one_age(
            changes.get("birth_date", held.birth_date), changes.get("age_band", held.age_band), at.date()
        )
    readable = _readable(changes)
    if held.name and not any(readable.get(part, getattr(held, part)) for part in ("given_name", "family_name")):
        raise Incomplete(
            "The name is known here. Keep or correct it: write at least one of the two.", field="given_name"
        )
    for field, value in readable.items():
        setattr(person, field, value)
    person.save(update_fields=list(changes))
    _index(person)
    trail.record("update_person", person, by=by, at=at, fields=sorted(changes))
    return person


@verb
def add_alias(person: Person, *, given_name: str = "", family_name: str = "", by: Membership, at: datetime) -> Alias:
    """Write down another name the person goes by. From now on the record is found under it too."""
    _require_work_with(person, by=by, at=at)
    names = _readable({"given_name": given_name, "family_name": family_name})
    if not any(names.values()):
        raise Incomplete("Write at least one of the two names.", field="given_name")
    if names == {"given_name": person.given_name, "family_name": person.family_name}:
        raise Incomplete("The record has this name already. Write another one.", field="given_name")
    alias, is_new = Alias.objects.get_or_create(site_id=person.site_id, person=person, **names)
    if is_new:
        _index(person)
        trail.record("add_alias", person, by=by, at=at, alias=str(alias.pk))
    return alias


@verb
def remove_alias(person: Person, alias_id: UUID, *, by: Membership, at: datetime) -> Person:
    """Take a name back: it is deleted, and the record is no longer found under it.

    Raises `Alias.DoesNotExist` for a name that the person does not go by, or no longer.
    """
    held = _require_work_with(person, by=by, at=at)
    alias = Alias.objects.get(pk=alias_id, person=held)
    alias.delete()
    _index(held)
    trail.record("remove_alias", held, by=by, at=at, alias=str(alias_id))
    return held


@verb
def keep_contact(person: Person, *, by: Membership, at: datetime) -> Person:
    """Keep to oneself alone how and where a person is reached: nobody else sees it (see `consent.rules.KEPT_ALONE`)."""
    held = _require_work_with(person, by=by, at=at)
    if by.role not in KEEPERS:
        raise NotYours(_NO_KEEPER)
    rules.require_kept_by_nobody_else(held.contact_kept_by, by)
    return held if held.contact_kept_by_id else _set_keeper(held, by, "keep_contact", by=by, at=at)


@verb
def share_contact(person: Person, *, by: Membership, at: datetime) -> Person:
    """Let everybody who works with the person see again how they are reached. Only whoever keeps it can.

    A worker on call who went on working with them only to keep it has handed it over: that work ends.
    """
    held = _require_work_with(person, by=by, at=at)
    rules.require_kept_by_nobody_else(held.contact_kept_by, by)
    if held.contact_kept_by_id is None:
        return held
    _set_keeper(held, None, "share_contact", by=by, at=at)
    if Assignment.objects.at_work(at).filter(person=held, duty=Duty.CASE_MANAGER).exists():
        end_on_call(held, by=by, at=at)
    return held


@verb
def hand_on_contact(
    person: Person, to: Membership, *, decided_by: Membership, agreed_by: Membership, by: Actor, at: datetime
) -> Person:
    """Let another worker keep how a person is reached, where whoever kept it works here, or with them, no longer.

    It goes from one to one, never to the team. A case management supervisor decided it and a privacy officer agreed; that
    they did is the word of whoever runs the installation, and stands on the trail with their names.
    """
    rules.require_two_to_hand_on(to, decided_by, agreed_by)
    if to.role not in KEEPERS or {to.site_id, decided_by.site_id, agreed_by.site_id} != {by.site_id}:
        raise NotYours(_NO_KEEPER)
    held = Person.objects.select_for_update(no_key=True).filter(pk=person.pk, site=by.site_id).first()
    if held is None or not _is_left_behind(held, at) or not _works_with(to, held):
        raise NotNow(NOTHING_TO_HAND_ON)
    held.contact_kept_by = to
    held.save(update_fields=["contact_kept_by"])
    trail.record(
        "hand_on_contact", held, by=by, at=at, to=str(to.pk), decided_by=str(decided_by.pk), agreed_by=str(agreed_by.pk)
    )
    return held


@verb
def forget_contact(person: Person, *, by: Actor, at: datetime) -> Person:
    """Forget how a person is reached; who they are stays. Forgetting twice is forgetting once."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.phone or person.contact_hours or person.contact_words or person.contact_kept_by_id:
        person.phone = person.contact_hours = person.contact_words = ""
        person.contact_kept_by = None
        person.save(update_fields=["phone", "contact_hours", "contact_words", "contact_kept_by"])
        _index(person)
        trail.record("forget_contact", person, by=by, at=at)
    return person


@verb
def forget_person(person: Person, *, by: Actor, at: datetime) -> Person:
    """Delete a person with every name, key, link and assignment. The trail keeps that it happened, and no value.

    The database refuses it while anything else still names the person.
    """
    trail.record("forget_person", person, by=by, at=at)
    Person.objects.filter(pk=person.pk).delete()
    return person


@verb
def plant_decoys(*, by: Actor, at: datetime) -> Site:
    """Write the site's invented records, where they are not written yet (see `kernel.decoys`). Only the program does it.

    Nothing names them: no referral, no assignment and no key, so no list, count, search or question comes to them.
    """
    if by.pk is not None:
        raise NotYours("Only the program itself does this.")
    site = directory.site_of(by)
    written = set(Person.objects.filter(pk__in=decoys.of(site.pk)).values_list("pk", flat=True))
    if missing := [pk for pk in decoys.of(site.pk) if pk not in written]:
        for pk in missing:
            Person.objects.create(pk=pk, site=site, **rules.invented(decoys.seed(pk)))
        trail.record("plant_decoys", site, by=by, at=at, site_id=site.pk)
    return site


@verb
def assign(
    person: Person, member: Membership, *, duty: Duty, beyond_limit: str = "", by: Actor, at: datetime
) -> Assignment:
    """Let `member` work with `person`: from now on the record is open to them.

    Given by a lead, or by somebody who works with the person already. Whoever answered a call or found the person takes
    them on call themself.
    """
    if by.role not in ASSIGNABLE_ROLES or by.site_id != person.site_id:
        raise NotYours(_CARE_ONLY)
    takes_it_themself = duty == Duty.ON_CALL and member.pk == by.pk
    if by.role not in LEADS and not takes_it_themself and not _works_with(by, person):
        raise NotYours("Only somebody who works with this person can do this. Ask the supervisor to assign you.")
    if member.site_id != person.site_id or member.role not in ASSIGNABLE_ROLES:
        raise Incomplete("Only care staff of the same site can be assigned.", field="member")
    if KeptOut.objects.of(member).filter(person=person).exists():
        raise Incomplete("This member is kept out of this record. Choose somebody else.", field="member")
    assignment, is_new = Assignment.objects.get_or_create(
        site_id=person.site_id, person=person, member=member, duty=duty, ended_at=None,
        defaults={"starts_at": at, "beyond_limit": beyond_limit},
    )  # fmt: skip
    if is_new:
        trail.record("assign", assignment, by=by, at=at, person=str(person.pk), member=str(member.pk), duty=duty)
    return assignment


@verb
def keep_out(person: Person, member: Membership, *, by: Membership, at: datetime) -> KeptOut:
    """Keep a member out of this record from now on, in every role of theirs: they know the person, or the person asks it.

    It may be oneself. Whatever work of theirs with the person is open ends, also where nobody else works with the person:
    the supervisor then assigns somebody. Raises `NotNow` where the member alone keeps how the person is reached.
    """
    held = _require_work_with(person, by=by, at=at)
    if member.site_id != held.site_id or member.role not in ASSIGNABLE_ROLES:
        raise Incomplete("Only somebody of the care staff of this site can be kept out.", field="member")
    if found := KeptOut.objects.filter(person=held, member=member, undone_at__isnull=True).first():
        return found
    _require_not_the_keeper(held, member)
    return _keep_out(held, member, by=by, at=at)


@verb
def let_in_again(person: Person, kept_out_id: UUID, *, by: Membership, at: datetime) -> KeptOut:
    """Take back that a member is kept out: they may be assigned again, and are not by this. Nobody does it for themself.

    Raises `KeptOut.DoesNotExist` for a row of another person.
    """
    held = _require_work_with(person, by=by, at=at)
    out = KeptOut.objects.select_for_update(of=("self",)).select_related("member").get(pk=kept_out_id, person=held)
    if out.undone_at is None:
        out.undone_at, out.undone_by = at, by
        out.save(update_fields=["undone_at", "undone_by"])
        trail.record("let_in_again", out, by=by, at=at)
    return out


@verb
def end_assignment(assignment: Assignment, *, by: Membership, at: datetime) -> Assignment:
    """The member no longer works with the person: the record closes at the next request."""
    if by.role not in ASSIGNABLE_ROLES or by.site_id != assignment.site_id:
        raise NotYours(_CARE_ONLY)
    assignment = Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if assignment.ended_at is not None:
        return assignment
    return _end(assignment, by=by, at=at)


@verb
def end_on_call(person: Person, *, by: Actor, at: datetime) -> Person:
    """The hand-off is over or taken over: whoever had the person on call works with them no longer. No other duty ends.

    Whoever keeps to themself alone how the person is reached goes on: without them, nobody here could reach the person.
    """
    if by.site_id != person.site_id:
        raise NotYours(_CARE_ONLY)
    keeper = Person.objects.filter(pk=person.pk).values_list("contact_kept_by", flat=True).first()
    for on_call in Assignment.objects.select_for_update(no_key=True).filter(
        ~Q(member=keeper), site=person.site_id, person=person, duty=Duty.ON_CALL, ended_at__isnull=True
    ):
        _end(on_call, by=by, at=at)
    return person


def whose(said: Named, coded: UUID | None, *, by: Membership) -> frozenset[UUID]:
    """The records of the site that are beyond doubt whoever said this name; and `coded`, unless its name is another.

    For a verb that shows none of it: no question takes a name. As much is asked of the database when nobody is found as
    when somebody is.
    """
    keyed = PersonKey.objects.filter(site=by.site_id, key__in=rules.keys(said)).values("person")
    may_fit = Person.objects.filter(Q(pk__in=keyed) | Q(pk=coded or NO_SITE), site=by.site_id)
    names = [(one.pk, one.recorded_name) for one in may_fit]
    born = {pk: name.born for pk, name in names}
    aliases = Alias.objects.filter(person__in=may_fit.values("pk"))
    names += [(one.person_id, Named(one.given_name, one.family_name, born[one.person_id])) for one in aliases]
    found = {pk for pk, name in names if rules.is_certainly(said, name) or (pk == coded and rules.may_be(said, name))}
    links = Link.objects.filter(site=by.site_id, is_same=True, undone_at__isnull=True)
    return rules.joined(found, links.values_list("person", "same_as"))


@verb
def link(person: Person, other: Person, *, by: Membership, at: datetime) -> Link:
    """Hold two records to be one person. Both stay as they are; `take_back` undoes it."""
    return _say_of_two("link", person, other, is_same=True, by=by, at=at)


@verb
def hold_apart(person: Person, other: Person, *, by: Membership, at: datetime) -> Link:
    """Say that two records that look alike are two people: nobody is asked again, until `take_back` undoes it."""
    return _say_of_two("hold_apart", person, other, is_same=False, by=by, at=at)


@verb
def take_back(person: Person, link_id: UUID, *, by: Membership, at: datetime) -> Link:
    """Take back what was said of two records, from either of them: they are as before, and it may be asked again."""
    if by.role not in CARE_ROLES or by.site_id != person.site_id:
        raise NotYours(_CARE_ONLY)
    of_person = Link.objects.select_for_update(no_key=True).filter(Q(person=person) | Q(same_as=person))
    said = of_person.get(pk=link_id)
    return said if said.undone_at else _undo(said, by=by, at=at)


def _say_of_two(act: str, person: Person, other: Person, *, is_same: bool, by: Membership, at: datetime) -> Link:
    """What was said last of two records holds; said twice, it is said once."""
    if by.role not in CARE_ROLES or not by.site_id == person.site_id == other.site_id:
        raise NotYours(_CARE_ONLY)
    if person.pk == other.pk:
        raise Incomplete("This is the same record. Choose another one.")
    first, second = sorted((person, other), key=lambda one: one.pk)
    held = Person.objects.select_for_update(no_key=True)
    list(held.filter(pk__in=(first.pk, second.pk)).order_by("pk"))  # two who answer at once answer one after the other
    said = Link.objects.filter(person=first, same_as=second, undone_at__isnull=True).first()
    if said is not None and said.is_same == is_same:
        return said
    if said is not None:
        _undo(said, by=by, at=at)
    made = Link.objects.create(
        site_id=person.site_id, person=first, same_as=second, is_same=is_same, linked_at=at, linked_by=by
    )
    trail.record(act, made, by=by, at=at)
    if is_same:
        _keep_out_of_both(first, second, by=by, at=at)
    return made


def _keep_out_of_both(one: Person, other: Person, *, by: Membership, at: datetime) -> None:
    """Whoever is kept out of one of two records of the same person is kept out of both, also once they are apart again."""
    for out in KeptOut.objects.filter(person__in=(one, other), undone_at__isnull=True).select_related("member"):
        there = other if out.person_id == one.pk else one
        if not KeptOut.objects.of(out.member).filter(person=there).exists():
            _keep_out(there, out.member, by=by, at=at)


def _keep_out(person: Person, member: Membership, *, by: Membership, at: datetime) -> KeptOut:
    made = KeptOut.objects.create(site_id=person.site_id, person=person, member=member, kept_at=at, kept_by=by)
    trail.record("keep_out", made, by=by, at=at)
    for work in Assignment.objects.select_for_update(no_key=True, of=("self",)).filter(
        site=person.site_id, person=person, member__user=member.user_id, ended_at__isnull=True
    ):
        _end(work, by=by, at=at)
    return made


def _require_not_the_keeper(held: Person, member: Membership) -> None:
    if held.contact_kept_by_id and Membership.objects.filter(pk=held.contact_kept_by_id, user=member.user_id).exists():
        raise NotNow(
            "They alone keep how this person is reached. First they press “Let the team see it” under “Change how to reach "
            "them”; if they no longer work with the person, the supervisor has it handed on."
        )


def _undo(said: Link, *, by: Membership, at: datetime) -> Link:
    said.undone_at, said.undone_by = at, by
    said.save(update_fields=["undone_at", "undone_by"])
    trail.record("unlink" if said.is_same else "ask_again", said, by=by, at=at)
    return said


def _readable(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: rules.readable(said) if name in _CALLED else said for name, said in known.items()}


def _require_what_can_be_true(known: Mapping[str, Any], at: datetime) -> None:
    if (born := known.get("birth_date")) and born > at.date():
        raise Incomplete("That date is in the future.", field="birth_date")
    if not rules.can_be_said(known.get("race", ())):
        raise Incomplete("Choose what the person says, or that they would rather not say.", field="race")


def _require_work_with(person: Person, *, by: Membership, at: datetime) -> Person:
    """Hold the person's row, as it is now, for somebody who works with them now; `NotYours` for anybody else."""
    held = Person.objects.select_for_update(no_key=True).visible_to(by, at).filter(pk=person.pk).first()
    if held is None:
        raise NotYours(_CARE_ONLY)
    return held


def _is_left_behind(held: Person, at: datetime) -> bool:
    """Whether somebody keeps how this person is reached who works here, or with them, no longer."""
    keeper = held.contact_kept_by_id
    at_work = Assignment.objects.at_work(at).filter(person=held, member=keeper)
    return keeper is not None and not at_work.exists()


def _set_keeper(held: Person, keeper: Membership | None, act: str, *, by: Membership, at: datetime) -> Person:
    held.contact_kept_by = keeper
    held.save(update_fields=["contact_kept_by"])
    trail.record(act, held, by=by, at=at)
    return held


def _works_with(member: Actor, person: Person) -> bool:
    return Assignment.objects.filter(
        site=person.site_id, person=person, member=member.pk, ended_at__isnull=True
    ).exists()


def _end(assignment: Assignment, *, by: Actor, at: datetime) -> Assignment:
    assignment.ended_at, assignment.ended_by_id = at, by.pk
    assignment.save(update_fields=["ended_at", "ended_by"])
    trail.record("end_assignment", assignment, by=by, at=at)
    return assignment


def _index(person: Person) -> None:
    """Write the keys of a person anew, from every name they go by and from their phone, as the row has them now."""
    PersonKey.objects.filter(person=person).delete()
    held = Person.objects.prefetch_related("aliases").get(pk=person.pk)
    _write_keys(held, held.names)


def _write_keys(person: Person, names: list[Named]) -> None:
    found = frozenset[str]().union(*(rules.keys(name) for name in names))
    if by_phone := rules.phone_key(person.phone):
        found |= {by_phone}
    PersonKey.objects.bulk_create(PersonKey(site_id=person.site_id, person=person, key=key) for key in sorted(found))
