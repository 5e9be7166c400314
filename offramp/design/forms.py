"""Forms as every desk writes them: label, help, field, error; nothing typed is lost."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from offramp.design.dates import read_date
from offramp.design.field_words import say_it_in_our_words
from offramp.design.own_words import OwnWords
from offramp.design.texts import beside

TOKEN = "token"  # noqa: S105  (the name of a field)
#: Some browsers keep, or send away, what is typed about a person.
TOO_LONG = _("This is too long. Shorten it to %(limit)s characters.")
PRIVATE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}


class Renderer(TemplatesSetting):
    form_template_name = "design/form.html"
    field_template_name = "design/field.html"


class _Dressed(DeclarativeFieldsMetaclass):
    """Dresses the fields once the whole form is made: some forms add fields of their own at the end."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  (of a class of classes)
        form = super().__call__(*args, **kwargs)
        for field in form.fields.values():
            _dress(field)
        return form


class Form(OwnWords, metaclass=_Dressed):
    """A form with its own token: sent twice, it is answered once (see `kernel.verbs`)."""

    use_required_attribute = False  # the server's sentence is kinder than the browser's bubble
    token = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid4,
        error_messages=dict.fromkeys(
            ["required", "invalid"],
            _("This page was open for too long, or was changed. Look it over and send it again."),
        ),
    )

    def _clean_fields(self) -> None:
        """A token that cannot be read never answered anything: a new one lets the same page be sent again."""
        super()._clean_fields()
        if TOKEN in self.errors:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix(TOKEN)] = str(uuid4())  # type: ignore[index]


def _dress(field: forms.Field) -> None:
    field.widget.attrs = PRIVATE | field.widget.attrs
    _say_the_limit(field)
    say_it_in_our_words(field)


def _say_the_limit(field: forms.Field) -> None:
    """A browser would cut what is too long without a word. So it does not know the limit, and the page says it instead."""
    if limit := field.widget.attrs.pop("maxlength", None):
        words = TOO_LONG % {"limit": limit}
        field.widget.attrs |= {"data-most": limit, "data-too-long": words}
        others = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
        field.validators = [*others, MaxLengthValidator(int(limit), words)]


def token_from(request: HttpRequest) -> UUID | None:
    """The token of a form that is only a button (`{% client_token %}`); nothing when it is missing or mangled."""
    try:
        return UUID(request.POST.get(TOKEN, ""))
    except ValueError:
        return None


class DateText(forms.Field):
    """A date in one text field, read forgivingly. With `past_only`, today is the last day that is taken."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "date-text", "data-date": ""})
    default_error_messages = {
        "invalid": _("That date is not real. Write it like 12 31 2000."),
        "future": _("That date is in the future. Write the year with four digits, like 2000."),
        "far": _("That date is too far away. Look at the year."),
        "required": _("Write a date like 12 31 2000."),
    }
    furthest = 10  # years ahead; the last year of the calendar has no midnight in every time zone

    def __init__(self, *, past_only: bool = True, **kwargs: Any) -> None:
        super().__init__(**{"help_text": _("mm dd yyyy")} | kwargs)
        self.past_only = past_only
        said = ("invalid", "future") if past_only else ("invalid",)
        self.widget.attrs |= {f"data-{name}": self.error_messages[name] for name in said}  # for forms.js

    def to_python(self, value: Any) -> date | None:
        if not value or isinstance(value, date):
            return value or None
        try:
            written = read_date(value, today=timezone.localdate())
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if self.past_only and written > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        if written.year > timezone.localdate().year + self.furthest:
            raise ValidationError(self.error_messages["far"], code="far")
        return written

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%m %d %Y") if isinstance(value, date) else value


class WhereItApplies:
    """For a field that is needed after some answers only: never called optional, and checked in `clean` where it applies."""

    def validate(self, value: Any) -> None:
        if value not in forms.Field.empty_values:
            super().validate(value)  # type: ignore[misc]


class NeededText(WhereItApplies, forms.CharField):
    """Words, with those who read them printed above the box where they are named."""

    def __init__(self, *, readers: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.readers = readers


class NeededDate(WhereItApplies, DateText):
    pass


class NeededChoice(WhereItApplies, forms.ChoiceField):
    pass


class NeededFile(WhereItApplies, forms.FileField):
    pass


class NeededTicks(WhereItApplies, forms.MultipleChoiceField):
    pass


class LongText(forms.CharField):
    """Free text, which is rationed, with its readers printed above the box."""

    def __init__(self, *, readers: Any, max_length: int = 240, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
        self.readers = readers


class Options(forms.RadioSelect):
    """One answer among a few, each a large button, if need be with what it means. In panels (`data-panels`) a tap goes on."""

    template_name = "design/options.html"
    option_template_name = "design/option.html"

    def __init__(self, *, goes_on: bool = False, meanings: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.goes_on, self.meanings = goes_on, meanings or {}

    def create_option(self, name: str, value: Any, *given: Any, **more: Any) -> dict[str, Any]:
        return super().create_option(name, value, *given, **more) | {"meaning": self.meanings.get(str(value), "")}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"goes_on": self.goes_on}


class Ticks(forms.CheckboxSelectMultiple):
    """Any number of short answers, as chips."""

    template_name = "design/ticks.html"
    option_template_name = "design/option.html"


class SignaturePad(forms.Widget):
    """A box to sign in with a finger, and a line to type one's name instead; both work, neither needs the other."""

    template_name = "design/signature.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        if typed := data.get(f"{name}_typed", "").strip():
            return json.dumps({"typed": typed})
        return str(data.get(name, ""))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_typed" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed, dress = _loaded(value).get("typed", ""), context["widget"]["attrs"]
        return context | {
            "typed": typed, "drawn": "" if typed else value or "", "is_wrong": "aria-invalid" in dress,
            "instead": beside(_("Type my name instead")), "sign": beside(_("Sign with a finger, or type your name below.")),
            "described_by": dress.get("aria-describedby", ""),
        }  # fmt: skip

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_typed" if id_ else id_


class Signature(forms.Field):
    """A signature as compact JSON: {"paths": [[x, y, x, y, ...], ...]} in box units 0-1000, or {"typed": name}."""

    widget = SignaturePad
    default_error_messages = {
        "required": _("Sign with a finger, or type the name."),
        "invalid": _("We could not read this signature. Clear it and sign again, or type the name."),
    }
    longest = 40_000  # characters; a slow, careful signature has about 6,000

    def to_python(self, value: Any) -> str:
        if not value:
            return ""
        said = _loaded(value)
        if len(value) > self.longest or not (_is_drawn(said) or _is_typed(said)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return json.dumps(said, separators=(",", ":"))


class NeededSignature(WhereItApplies, Signature):
    pass


def _loaded(value: Any) -> dict[str, Any]:
    try:
        said = json.loads(value or "{}")
    except (ValueError, RecursionError):  # nested deeper than any signature is
        return {}
    return said if isinstance(said, dict) else {}


def _is_typed(said: dict[str, Any]) -> bool:
    return set(said) == {"typed"} and isinstance(said["typed"], str) and 2 <= len(said["typed"]) <= 120


def _is_drawn(said: dict[str, Any]) -> bool:
    return set(said) == {"paths"} and isinstance(said["paths"], list) and bool(said["paths"]) and all(
        isinstance(path, list) and len(path) >= 4 and len(path) % 2 == 0 and all(type(at) is int for at in path)
        for path in said["paths"]
    )  # fmt: skip
