"""Whether an uploaded file is a paper that somebody can open again later: whole, of a kind that we keep, and not locked.

A file is known by what is in it; what a browser says it is is not asked.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

LARGEST = 4 * 1024 * 1024  # bytes
PDF = b"%PDF-"
#: How the files that we keep begin, and a mark that stands near the end of a whole one: JPEG, PNG, PDF.
KINDS = {b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG\r\n\x1a\n": b"IEND", PDF: b"%%EOF"}

TOO_LARGE = _("This file is larger than 4 MB. Take the photo again with a smaller size.")
OF_NO_KIND = _("This is not a photo or PDF that we can keep. Add a JPEG, a PNG or a PDF.")
BROKEN = _("This file is damaged or cut off, so nobody could read the paper later. Take the photo or the scan again.")
LOCKED = _(
    "This PDF is locked, so nobody could read the paper later. Save it without a password, or take a photo of the paper."
)


def fault(content: bytes) -> Any:
    """What is wrong with a file, as a sentence that says what to do; empty for one that can be kept."""
    begins = next((begin for begin in KINDS if content.startswith(begin)), None)
    if begins is None:
        return OF_NO_KIND
    if KINDS[begins] not in content[len(begins) :]:
        return BROKEN
    return LOCKED if begins == PDF and b"/Encrypt" in content else ""
