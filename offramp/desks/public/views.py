"""The pages that anyone may open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from offramp.design.answers import refusals_on
from offramp.desks.public import limits
from offramp.desks.public.forms import ComplaintForm, TellUsForm
from offramp.directory import reads as directory
from offramp.directory.doors import acting_as, address_of, open_to_all
from offramp.kernel import context
from offramp.kernel.trail import Nobody
from offramp.oversight import actions as oversight
from offramp.referrals import actions as referrals
from offramp.referrals import reads
from offramp.referrals.statements import EMERGENCY, RECEIPT


@require_GET
@open_to_all("which sites there are is public")
def home(request: HttpRequest) -> HttpResponse:
    """The front page: what this is, and the sites."""
    return render(request, "public/home.html", {"sites": directory.public_sites(None)})


@require_GET
@open_to_all("what a site does is public")
def about(request: HttpRequest) -> HttpResponse:
    """To the page of one's own site, or of all."""
    member = acting_as(request)
    return redirect("public:site", member.site.slug) if member and member.site else redirect("public:home")


@require_GET
@open_to_all("what a site does is public")
def site(request: HttpRequest, slug: str) -> HttpResponse:
    """What one site does, and how to tell it about somebody where its protocol allows that."""
    with _stranger_at(slug) as shown:
        return render(request, "public/site.html", shown)


@require_http_methods(["GET", "POST"])
@open_to_all("anyone may ask that somebody be offered help, where the site's protocol opens that door")
def tell_us(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell a site about a person. Everybody gets the same receipt."""
    with _stranger_at(slug) as shown:
        _require_open_door(shown)
        form = TellUsForm(request.POST or None)
        if form.is_valid():
            with refusals_on(form):
                limits.require_few_told(form.sender, address_of(request), form.cleaned_data["token"])
                referrals.refer_from_community(
                    **form.told, by=shown["stranger"], at=timezone.now(), token=form.cleaned_data["token"]
                )
                return redirect("public:received", slug)
        return render(request, "public/tell_us.html", {**shown, "form": form})


@require_GET
@open_to_all("the receipt is one fixed text and says nothing about anyone")
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt: the same for everyone, and on every later visit."""
    with _stranger_at(slug) as shown:
        _require_open_door(shown)
        return render(request, "public/received.html", shown)


@require_GET
@open_to_all("anyone may complain, and the foot of every page leads here")
def complaint(request: HttpRequest) -> HttpResponse:
    """To the form of one's own site; whoever is not signed in chooses the site."""
    member = acting_as(request)
    if member and member.site:
        return redirect("public:complain", member.site.slug)
    return render(request, "public/complaint_sites.html", {"sites": directory.public_sites(None)})


@require_http_methods(["GET", "POST"])
@open_to_all("anyone may complain, without saying who they are")
def complain(request: HttpRequest, slug: str) -> HttpResponse:
    """Complain about whom or what one wants. Everybody gets the same receipt; only its code differs.

    The receipt is drawn at once, at no address of its own: nothing on a shared phone says later that somebody complained.
    """
    with _stranger_at(slug) as shown:
        form = ComplaintForm(request.POST or None)
        if form.is_valid():
            with refusals_on(form):
                given = form.cleaned_data
                limits.require_few_complaints(given["contact"], address_of(request), given["token"])
                made = oversight.complain(
                    about=given["about"], words=given["words"], contact=given["contact"], language=get_language() or "en",
                    by=shown["stranger"], at=timezone.now(), token=given["token"],
                )  # fmt: skip
                return render(request, "public/complaint_received.html", {**shown, "code": made.code})
        return render(request, "public/complain.html", {**shown, "form": form})


def _require_open_door(shown: dict[str, Any]) -> None:
    if not shown["may_tell"]:
        raise Http404


@contextmanager
def _stranger_at(slug: str) -> Iterator[dict[str, Any]]:
    """The door of a site's public pages: inside, nobody in particular acts there; what each of its pages shows."""
    try:
        found = directory.public_site(None, slug)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    stranger = Nobody("stranger", found.pk)
    with context.acting(stranger, stranger.purpose):
        yield _shown(found, stranger, timezone.now())


def _shown(site: Any, stranger: Nobody, at: datetime) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "site": site, "stranger": stranger, "may_tell": reads.community_door(stranger, at),
        "emergency": EMERGENCY.get(language, EMERGENCY["en"]), "receipt": RECEIPT.get(language, RECEIPT["en"]),
    }  # fmt: skip
