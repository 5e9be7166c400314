"""Gathering sentences for translators: Django's own command, which also looks where our plain rooms keep theirs."""

from django.core.management.commands import makemessages

#: Where a sentence stands as the first argument, outside of gettext: see `kernel.refusals`.
GATHERED = ("NotNow", "NotYours", "Incomplete", "NotAsAdopted", "marked", "Phrase")


class Command(makemessages.Command):
    xgettext_options = makemessages.Command.xgettext_options + [f"--keyword={name}" for name in GATHERED]
