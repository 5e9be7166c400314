"""Protocols of places that do not ship with Offramp, written down as data: nothing here is code about a site."""

SECTIONS = {
    "head": """
offramp_protocol: 1
key: test-site
title: A protocol for a test
about: Nobody goes by this one.
""",
    "program": """
program: {id: 1(a), says: It is called LEAD., authority: test, name: LEAD,
  expansion: Law Enforcement Assisted Diversion}
""",
    "places": """
places: {id: 1(b), says: It is for the city., authority: test, label: city}
""",
    "doors": """
doors:
  arrest_diversion: {id: 2(a), says: An officer may offer diversion., authority: test, open: yes}
  social_contact: {id: 2(b), says: An officer may refer., authority: test, open: yes, decides: supervisor}
  community: {id: 2(c), says: Only officers refer., authority: test, open: no}
""",
    "offenses": """
offenses:
  id: "3"
  says: These can be diverted.
  authority: test
  unlisted: no
  categories:
    - {id: 3(a), says: Possession can be diverted., authority: test, code: possession, label: Possession,
        nibrs: [35A], answer: yes}
    - {id: 3(b), says: Sales need the prosecutor., authority: test, code: sales, label: Sales, nibrs: [35A],
        answer: ask prosecutor}
    - {id: 3(c), says: Theft can be diverted., authority: test, code: theft, label: Theft, nibrs: [23C, 23H],
        answer: yes}
""",
    "eligibility": "",
    "aggrieved_party": """
aggrieved_party: {id: "4", says: It is not asked., authority: test, rule: not_asked}
""",
    "capacity": """
capacity: {id: "5", says: Arrest diversions come first., authority: test, order: [arrest_diversion, social_contact,
  community]}
""",
    "hand_off": """
hand_off:
  id: "6"
  says: One call brings a worker.
  authority: test
  target_minutes: 30
  ring: [{after_seconds: 0, whom: first_on_call}]
  modes: [scene, phone]
  nobody_comes: Hand off by phone.
""",
    "clocks": """
clocks:
  - {id: "7", says: The two steps are done in 30 days., authority: test, name: intake_due, starts: hand_off,
     stops: [intake_completed, release_signed], days: 30, count: calendar}
""",
    "release": """
release: {id: "8", says: The prosecutor's line is needed., authority: test, needs: [prosecutor]}
""",
    "consequence": """
consequence: {id: 9(a), says: The prosecutor may file., authority: test, if_not_met: prosecutor_may_file,
  compliance_notice: off}
""",
    "relief": """
relief: [{id: "10", says: The charge is not filed., authority: test, promised: not_filed, label: Not filed,
  after: intake_due}]
""",
    "paperwork": """
paperwork: {id: "11", says: The report goes to the prosecutor., authority: test, mode: report_to_prosecutor}
""",
    "intake": """
intake: {id: "12", says: The intake is done in parts., authority: test, stages: [full], needed_parts: [health]}
""",
    "closures": """
closures: {id: "13", says: Whoever leaves may come back., authority: test, types: [moved]}
""",
    "officer_may_be_told": """
officer_may_be_told: {id: "14", says: The officer gets a receipt., authority: test, news: [received]}
""",
    "social_contact_reasons": """
social_contact_reasons: {id: "15", says: For this reason., authority: test, reasons: [{code: poverty,
  label: Poverty}]}
""",
    "warnings": """
warnings: []
""",
}


def protocol_text(**sections: str) -> str:
    """The plain protocol with some of its sections written differently."""
    return "".join((SECTIONS | sections).values())


SEATTLE_PILOT = protocol_text(
    eligibility="""
eligibility:
  - id: 3(d)
    says: A person who has more than 3 g is presumptively not diverted.
    authority: Seattle pilot protocol
    doors: [arrest_diversion]
    kind: quantity
    fact: amount
    question: How much?
    label: The amount
    only_for: [possession, sales]
    too_much: [{more_than: 3, unit: g}]
    otherwise: no
    exception_by: prosecutor
  - id: 3(e)
    says: A person convicted of robbery, assault or burglary in the last 10 years is presumptively not diverted.
    authority: Seattle pilot protocol
    doors: [arrest_diversion]
    kind: look_back
    fact: lesser_violence
    question: Convicted of robbery in the second degree, assault or burglary?
    label: Robbery, assault or burglary in the last 10 years
    within: 10 years
    counted_from: conviction
    on_the_last_day: inside
    otherwise: no
  - id: 3(f)
    says: A person ever convicted of serious violence is presumptively not diverted.
    authority: Seattle pilot protocol
    doors: [arrest_diversion]
    kind: look_back
    fact: serious_violence
    question: Ever convicted of serious violence?
    label: Serious violence, ever
    within: ever
    otherwise: no
"""
)

SANTA_FE = protocol_text(
    eligibility="""
eligibility:
  - id: 3(d)
    says: A person who has more than 6 g is presumptively not diverted; prescription pills are judged without the limit.
    authority: Santa Fe referral process
    doors: [arrest_diversion]
    kind: quantity
    fact: amount
    question: How much?
    label: The amount
    too_much: [{more_than: 6, unit: g}]
    except: [{form: prescription_pills}]
    otherwise: no
  - id: 3(e)
    says: A person under 18 is not diverted.
    authority: Santa Fe referral process
    doors: [arrest_diversion, social_contact]
    kind: age
    fact: age
    question: How old is the person?
    label: Under 18
    must_be: {at_least: 18}
    otherwise: no
  - id: 3(f)
    says: A person who exploits a minor is not diverted.
    authority: Santa Fe referral process
    doors: [arrest_diversion]
    kind: yes_no
    fact: exploits_minors
    question: Does the person exploit a minor?
    label: Exploiting a child
    must_be: no
    otherwise: no
"""
)

ATLANTA = protocol_text(
    offenses="""
offenses:
  id: "3"
  says: Quality of life offenses can be diverted.
  authority: Atlanta, published practice
  unlisted: ask supervisor
  categories:
    - {id: 3(a), says: Trespass can be diverted., authority: Atlanta, code: trespass, label: Trespass,
        nibrs: [90J], answer: yes}
""",
    clocks="\nclocks: []\n",
    release="\nrelease: {id: '8', says: No release is needed., authority: Atlanta, needs: []}\n",
    consequence="""
consequence: {id: 9(a), says: There is nothing to file., authority: Atlanta, if_not_met: none, compliance_notice: off}
""",
    relief="""
relief: [{id: "10", says: No record is made., authority: Atlanta, promised: no_record_created, label: No record}]
""",
    paperwork="\npaperwork: {id: '11', says: No report is written., authority: Atlanta, mode: none}\n",
)

EVERY_KIND = protocol_text(
    doors="""
doors:
  arrest_diversion: {id: 2(a), says: An officer may offer diversion., authority: test, open: yes,
    out_of_hours: supervisor}
  social_contact: {id: 2(b), says: An officer may refer., authority: test, open: yes, decides: supervisor}
  community: {id: 2(c), says: Only officers refer., authority: test, open: no}
office_hours:
  id: 2(d)
  says: The prosecutor is reached on weekdays from 8 to 5, and on Saturday night.
  authority: test
  hours:
    - {days: [monday, tuesday, wednesday, thursday, friday], from: 08:00, to: "17:00"}
    - {days: [saturday], from: "22:00", to: "24:00"}
    - {days: [sunday], from: 00:00, to: 02:00}
""",
    eligibility="""
eligibility:
  - {id: 3(d), says: Not more than 3 g., authority: test, doors: [arrest_diversion], kind: quantity, fact: amount,
     question: How much?, label: The amount, too_much: [{more_than: 3, unit: g}, {at_least: 1, unit: g,
       substance: fentanyl}],
     except: [{form: prescription_pills}], otherwise: no}
  - {id: 3(e), says: No robbery in 10 years., authority: test, doors: [arrest_diversion], kind: look_back,
      fact: robbery,
     question: Robbery?, label: Robbery in 10 years, within: 10 years, counted_from: release,
       on_the_last_day: outside,
     otherwise: ask prosecutor}
  - {id: 3(f), says: The person lives here., authority: test, doors: [arrest_diversion], kind: list, fact: home,
     question: Where?, label: Home, one_of: [north_*, south], except: [north_end], otherwise: ask supervisor}
  - {id: 3(g), says: The person is 18 or older., authority: test, doors: [arrest_diversion], kind: age, fact: age,
     question: Age?, label: Under 18, must_be: {at_least: 18}, otherwise: no}
  - {id: 3(h), says: Selling for profit rules a person out., authority: test, doors: [arrest_diversion], kind: yes_no,
     fact: profit, question: For profit?, label: Selling for profit, must_be: no, otherwise: no,
       exception_by: prosecutor}
  - {id: 3(i), says: The person wants to take part., authority: test, doors: [arrest_diversion], kind: yes_no,
     fact: willing, question: Willing?, label: Willing to take part, must_be: yes, otherwise: no}
  - {id: 3(j), says: On supervision the prosecutor is asked., authority: test, doors: [arrest_diversion],
      kind: choice,
     fact: supervision, question: Supervision?, label: Supervision, answers: [{value: none, label: None, answer: yes},
     {value: probation, label: Probation, answer: ask prosecutor}, {value: parole, label: Parole, answer: no}]}
  - {id: 3(k), says: Some things need a remark., authority: test, doors: [arrest_diversion], kind: choices,
      fact: needs,
     question: Needs?, label: Needs, answers: [{value: medical, label: Medical care, answer: note},
     {value: weapon, label: A weapon, answer: ask supervisor}]}
  - {id: 3(l), says: At most 2 diversions before., authority: test, doors: [arrest_diversion], kind: number,
      fact: before,
     question: How many before?, label: Diversions before, must_be: {at_most: 2}, otherwise: note}
  - {id: 3(m), says: The conduct was seen in the last 6 months., authority: test, doors: [arrest_diversion,
      social_contact],
     kind: date, fact: last_seen, question: When was it last seen?, label: Conduct in the last 6 months,
     must_be: {within: 6 months, on_the_last_day: inside}, otherwise: no}
""",
    aggrieved_party="""
aggrieved_party: {id: "4", says: Anyone harmed and present must agree., authority: test, rule: must_agree}
""",
)
