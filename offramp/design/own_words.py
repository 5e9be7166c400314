"""What somebody writes in their own words is looked at for what harms by being on file: refused, or looked at again."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from offramp.kernel.own_words import harm_in

TAKE_IT_OUT = _("Take it out: it is not needed here and may not be kept.")
LOOK_AGAIN = _("Take it out if you can: on file it can do harm. If it must stay, tick the box below it.")


class OwnWords(forms.Form):
    """A form whose boxes for own words are all looked at, unless it says which are none."""

    #: Text fields that hold no sentence but a name, a number or an address, or that must take whatever is said in them.
    as_written: ClassVar[frozenset[str]] = frozenset()
    #: Whether words that should not be kept may stay once their writer has looked again; otherwise they are refused.
    words_may_stay: ClassVar[bool] = False

    @property
    def own_words(self) -> list[str]:
        """The fields in which somebody writes in their own words, and which are looked at for what should not be kept."""
        return [
            name for name, field in self.fields.items()
            if isinstance(field, forms.CharField) and not field.widget.is_hidden and name not in self.as_written
        ]  # fmt: skip

    def _clean_fields(self) -> None:
        """Before `clean`, which takes back what is wrong in a field that was not asked."""
        super()._clean_fields()  # type: ignore[misc]  # (Django has it, its stubs do not)
        for name in self.own_words:
            if sentence := harm_in(self.cleaned_data.get(name) or ""):
                self._look_again(name, sentence)

    def _look_again(self, name: str, sentence: str) -> None:
        if not self.words_may_stay:
            self.add_error(name, f"{gettext(sentence)} {TAKE_IT_OUT}")
            return
        self.look_twice(name, f"{gettext(sentence)} {LOOK_AGAIN}")

    def look_twice(self, name: str, sentence: str) -> None:
        """Say this at a field, and take what is in it only once its writer has ticked that they looked again."""
        tick = f"{self.add_prefix(name)}-stays"
        stays = tick in self.data
        self.fields[name].look_again = {"name": tick, "is_on": stays}  # type: ignore[attr-defined]
        if not stays:
            self.add_error(name, sentence)
