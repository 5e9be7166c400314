"""The components of every page, as tags and filters. The gallery at /design/ shows each of them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from offramp.design.browsers import browser_in_words
from offramp.design.forms import TOKEN
from offramp.design.told import told
from offramp.design.words import ended
from offramp.directory import sessions
from offramp.directory.states import ASSIGNABLE_ROLES
from offramp.protocols.said import Said, in_both
from offramp.protocols.states import CLOSURE_NAMES, DECIDER_NAMES, RELIEF_NAMES, Closure, Decider, ReliefKind

register = template.Library()
register.filter(ended)
register.filter(browser_in_words)

_MARKS = {"solid": "▸", "outline": "○", "plain": "✓"}
_CLASSES = {
    "checkbox": "usa-checkbox__input",
    "radio": "usa-radio__input",
    "select": "usa-select",
    "textarea": "usa-textarea",
    "file": "usa-file-input",
}
#: What wizards of other houses put in: we never use placeholders, and the server says what is missing.
_LEFT_OUT = ("placeholder", "required")


@register.simple_tag
def client_token() -> SafeString:
    """The token of a form that is only a button; the view reads it with `forms.token_from`."""
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN, uuid4())


@register.simple_tag
def control(field: forms.BoundField) -> SafeString:
    """A field's control in our dress, whoever wrote the form."""
    widget = field.field.widget
    for name in _LEFT_OUT:
        widget.attrs.pop(name, None)
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return field.as_widget()
    dress = f"{_CLASSES.get(kind, 'usa-input')} {widget.attrs.get('class', '')}".strip()
    return field.as_widget(attrs={"class": dress})


@register.filter
def is_tick(field: forms.BoundField) -> bool:
    """True for a lone tick box, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.inclusion_tag("design/status.html")
def status(kind: str, word: str, mark: str = "") -> dict[str, Any]:
    """A status tag. `solid` is your turn, `outline` someone else's, `plain` finished."""
    return {"kind": kind, "word": word, "mark": mark or _MARKS[kind], "is_your_turn": kind == "solid"}


@register.inclusion_tag("design/staying.html", takes_context=True)
def staying(context: template.RequestContext) -> dict[str, Any]:
    """What a page says before and after its reader is signed out, and its cover on a phone; for whoever acts in it.

    A page that opens before sign-in (`before_sign_in`, from `directory.sessions`) says by the same way when to sign in.
    """
    request: HttpRequest = context["request"]
    member = getattr(request, "member", None)
    is_nobodys = context.get("before_sign_in")
    return {
        "staying": sessions.staying(request.session, member, timezone.now()) if member else is_nobodys,
        "is_nobodys": bool(is_nobodys),
        "warning": settings.SESSION_WARNING, "minutes": settings.SESSION_WARNING // 60,
        "hours": settings.SESSION_LONGEST_HOURS, "covered_after": settings.SCREEN_COVERED_AFTER,
        "covers": bool(member and member.role in ASSIGNABLE_ROLES), "request": request,
        "phone": context["head"].call,
    }  # fmt: skip


@register.inclusion_tag("design/more.html", takes_context=True)
def more(context: template.RequestContext, page: Any) -> dict[str, Any]:
    """The link to the next page of a list (`kernel.paging`), keeping the rest of the address."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query["after"] = page.next
    return {"more": page.next, "query": query.urlencode()}


@register.simple_block_tag(end_name="endcardtable")
def cardtable(content: str, caption: str, *columns: str, of_numbers: bool = False) -> SafeString:
    """A table that becomes cards on a phone. Rows: {% cardrow %}, in it {% cardhead %} and {% cell "Column" %}.

    `of_numbers`: everything beside the first column is a number, and ends under the one above it.
    """
    # Roles are written out: browsers forget that it is a table once its rows are laid out as cards.
    heads = [format_html('<th scope="col" role="columnheader">{}</th>', name) for name in columns]
    return format_html(
        '<table class="cardtable{}" role="table"><caption>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
        " of-numbers" if of_numbers else "", caption, SafeString("".join(heads)), content,
    )  # fmt: skip


@register.simple_block_tag(end_name="endcardrow")
def cardrow(content: str) -> SafeString:
    return format_html('<tr role="row">{}</tr>', content)


@register.simple_block_tag(end_name="endcardhead")
def cardhead(content: str) -> SafeString:
    """The cell that names its row, and the title of its card."""
    return format_html('<th scope="row" role="rowheader">{}</th>', content)


@register.simple_block_tag(end_name="endcell")
def cell(content: str, column: str = "") -> SafeString:
    """A cell that prints its column's name on a phone; without a name, a cell for the row's one action."""
    name = format_html('<span class="cell-name" aria-hidden="true">{}</span>', column) if column else ""
    return format_html('<td role="cell">{}{}</td>', name, content)


@register.filter
def site_time(at: datetime | None, zone: str = "") -> str:
    """A moment as the site's clocks show it: "Nov 3, 2:32 PM", with the year when it is another one.

    The door of a desk sets the site's zone; pages without one name it.
    """
    if at is None:
        return ""
    local = timezone.localtime(at, ZoneInfo(zone) if zone else None)
    this_year = local.year == timezone.localtime(timezone=local.tzinfo).year
    return _together(date_format(local, _("M j, g:i A") if this_year else _("M j, Y, g:i A")))


@register.filter
def paper_time(at: datetime) -> str:
    """A moment on a paper, which is read in other years too: "Nov 3, 2026, 2:32 PM"."""
    return _together(date_format(timezone.localtime(at), _("M j, Y, g:i A")))


@register.filter
def called(person: Any) -> str:
    """What a person is called on lists and headings, never nothing: "Name not known, born April 9, 1988"."""
    if person.name or person.description:
        return person.name or person.description  # type: ignore[no-any-return]
    if person.birth_date:
        return _("Name not known, born %(day)s") % {"day": day_in_words(person.birth_date)}
    return _("Name not known")


@register.filter
def clock_time(at: datetime | None) -> str:
    """A moment that is mostly today: "2:32 PM". On any other day its day stands before it."""
    if at is None or timezone.localdate(at) != timezone.localdate():
        return site_time(at)
    return time_of_day(at)


def time_of_day(at: datetime) -> str:
    """A moment within a sentence that was just made true: "2:32 PM"."""
    return _together(date_format(timezone.localtime(at), _("g:i A")))


def _together(moment: str) -> str:
    """The hour and its AM or PM, which no narrow page may tear apart."""
    return "\u00a0".join(moment.rsplit(" ", 1))


@register.filter
def day_in_words(day: date | None) -> str:
    """A day read back: "April 9, 1988"."""
    return date_format(day, _("F j, Y")) if day else ""


@register.filter
def weekday(day: date | None) -> str:
    """A day that is near: "Tue, Nov 3"."""
    return date_format(day, _("D, M j")) if day else ""


@register.filter
def phone_link(number: str) -> str:
    """What a telephone link dials: "(304) 555-0142" becomes "tel:+13045550142"."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:+{digits}" if number.startswith("+") else f"tel:{digits}"


@register.filter(name="in_both")
def in_both_words(part: Any, name: str) -> str:
    """What a part of a protocol says under a name, in the reader's language: {{ clause|in_both:"says" }}."""
    return told(in_both(part, name))


@register.filter(name="told")
def told_words(words: str) -> str:
    """Words that may be a protocol's, in the reader's language; any other words as they are."""
    return told(words)


@register.filter
def answer_word(answer: str) -> str:
    """Yes, Ask or No: the first word of a finding."""
    return {"yes": _("Yes"), "ask": _("Ask"), "no": _("No")}[str(answer)]


@register.filter
def language_word(code: str) -> str:
    """The name of a person's language."""
    return {"en": _("English"), "es": _("Spanish")}.get(code, _("Another language"))


@register.filter
def state_word(word: str) -> str:
    """A word of `design.vocabulary`, as kept and as the reader says it: "not filed"."""
    return _(word) if word else ""


@register.filter
def relief_word(kind: str) -> str:
    """What became of a record, within a sentence: "expunged"."""
    return _(RELIEF_NAMES[ReliefKind(kind)])


@register.filter
def legal_basis(basis: str) -> str:
    """Of a tombstone: "Expunged: Protocol 10(b)"."""
    kind, _colon, said = basis.partition(": ")
    return f"{capfirst(relief_word(kind))}: {said}"


@register.filter
def decider_word(role: str) -> str:
    """Whom a protocol asks, within a sentence: "the prosecutor"."""
    return _(DECIDER_NAMES[Decider(role)])


@register.filter
def closure_words(types: Iterable[str]) -> str:
    """How care may end by a protocol, within a sentence: "moved away and died"."""
    return in_words(_(CLOSURE_NAMES[Closure(one)]) for one in types)


@register.filter
def in_words(readers: Iterable[str]) -> str:
    """ "you", "you and Lou P.", "you, Lou P. and Ana M."."""
    names = [str(reader) for reader in readers]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


@register.filter
def concern_words(concerns: Iterable[str]) -> SafeString:
    """Why somebody was referred: reasons of the protocol, and words of the program as they are kept."""
    return SafeString(in_words(conditional_escape(told(one) if isinstance(one, Said) else _(one)) for one in concerns))
