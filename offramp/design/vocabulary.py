"""Words that are kept as they are said: the values of plain states, which know no translator.

They are named here once more so that `./run translate` finds them; a test holds this list and the states together. A page
shows such a word through the filter `state_word`, a form through gettext.
"""

from django.utils.translation import gettext_noop as _

STATE_WORDS = (
    # directory.ROLE_NAMES
    _("Officer"), _("Sergeant"), _("Liaison officer"), _("Peer specialist"), _("Outreach worker"), _("Case manager"),
    _("Case management supervisor"), _("Prosecutor liaison"), _("Defender"), _("Project manager"),
    _("Operational Work Group member"), _("Policy Coordinating Group member"), _("Community Leadership Team member"),
    _("Civil-rights reviewer"), _("Treatment provider"), _("Primary contact"), _("State coordinator"), _("Evaluator"),
    _("Funder"), _("Privacy officer"), _("Operator"),
    # people.Race
    _("American Indian or Alaska Native"), _("Asian"), _("Black or African American"), _("Hispanic or Latino"),
    _("Middle Eastern or North African"), _("Native Hawaiian or Pacific Islander"), _("White"), _("not known"),
    # people.Sex
    _("female"), _("male"), _("another"),
    # people.AgeBand
    _("under 18"), _("18-24"), _("25-34"), _("35-44"), _("45-54"), _("55-64"), _("65 or older"),
    # people.Duty
    _("on call"), _("case manager"), _("peer"), _("outreach"), _("supervision"),
    # referrals.DeclineReason
    _("Prefers court"), _("Does not want services"), _("Gave no reason"),
    # referrals.NotOfferedReason
    _("My discretion"), _("Needed medical care first"), _("No worker could come"), _("Not eligible"),
    _("Other priority"),
    # referrals.NotAFitReason
    _("Outside our area"), _("Another service fits better"), _("Too little to find the person by"),
    _("Meant to harm the person"),
    # referrals.SendBackReason
    _("Something is not known yet"), _("Ask the person who was harmed"), _("Call me first"),
    _("Somebody else must decide this"),
    # referrals.NotAgreedReason
    _("The protocol does not allow it"), _("Not in this situation"), _("Another way is better here"),
    # referrals.DeniedReason
    _("Nobody asked me"), _("I said no"), _("I agreed to something else"),
    # referrals.Holder and justice.Holder: "Only ... can do this."
    _("the referring officer"), _("whoever the protocol names to agree"), _("the worker on the way"),
    _("the care team"), _("the clock"),
    # consent.ReleaseKind
    _("hand-off"), _("release"), _("compliance notice"), _("justice consent"),
    # consent.SignatureKind
    _("drawn"), _("typed"), _("mark"), _("paper"),
    # consent.Signer
    _("the person"), _("a guardian"), _("a legal representative"),
    # justice.Status
    _("held"), _("not filed"), _("filed"), _("declined"), _("not eligible on review"),
    # casework.PART_NAMES
    _("Reaching you"), _("Home and family"), _("Income, work, papers"), _("Health"), _("Substance use"),
    _("Mind and mood"), _("Hard things (only if you want)"), _("Legal"), _("Strengths"), _("What you want"),
    _("Change, topic by topic"),
    # casework.Need
    _("medical"), _("withdrawal"), _("bed tonight"), _("food"), _("clothes"), _("phone"), _("ride"), _("safety"),
    _("children or pets"), _("nothing now"),
    # oversight.About
    _("a worker"), _("an officer"), _("the program"), _("privacy"), _("the privacy officer"),
    _("the civil-rights reviewer"),
    # oversight.ComplaintStatus
    _("open"), _("answered"), _("closed"),
    # oversight.Holder
    _("whoever answers this complaint"), _("an overseer who opened no record in that week"),
    _("the civil-rights reviewer, and not whoever wrote the list"), _("the privacy officer, and not whoever asked for it"),
    # oversight.Paper
    _("subpoena"), _("search warrant"), _("court order"), _("administrative warrant"),
    # oversight.PaperStatus
    _("received"), _("read"), _("answered, nothing told"), _("listed"), _("agreed by two"), _("produced"),
    # oversight.items
    _("first name"), _("last name"), _("birth date"),
    _("telephone number"), _("language"), _("when the referral came in"),
    _("incident number"), _("offense"), _("when the charge was held"),
    _("what was decided about the charge"), _("when the intake began"), _("when the intake was completed"),
    _("when they met"), _("what was handed out to stay safer"), _("when it was handed out"),
    # oversight.Why
    _("emergency"), _("at night"), _("most openings in one day"), _("sample"),
    # casework.Naloxone and casework.Overdose
    _("given"), _("has one"), _("not wanted"), _("not asked"), _("yes"), _("no"),
    # protocols.DECIDER_NAMES
    _("a sergeant"), _("the project manager"), _("the prosecutor"),
    # protocols.CLOSURE_NAMES
    _("linked to resources"), _("moved on by choice"), _("moved away"), _("left"), _("not found"),
    _("no intake in time"), _("died"),
    # protocols.RELIEF_NAMES
    _("no record was made"), _("dismissed"), _("sealed"), _("expunged"), _("vacated"),
    # referrals.Concern, and what an officer says of whether the person knows
    _("No place to stay"), _("Not eating or ill"), _("Confused or upset"), _("Drug or alcohol use"),
    _("Asks for help"), _("The person knows about this"), _("knows"), _("knows and is willing"),
    # referrals.Relation
    _("Neighbor"), _("Family"), _("Business"), _("Works with people"), _("Myself"), _("Other"),
)  # fmt: skip
