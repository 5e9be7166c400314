"""The five demonstration sites: where they are, by which protocol they work, and who works there. All of it is made up."""

from dataclasses import dataclass, field

from offramp.directory.states import AgencyKind, Role, SiteMode


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can sign in: user name, role, and the name that partners say."""

    username: str
    role: Role
    name: str
    kind: AgencyKind | None  # None: answers to no partner
    unit: int | None = None  # which of the place's units, for police
    on_call: int = 0  # place on the roster; 0: not on call


@dataclass(frozen=True, slots=True)
class Place:
    """One site."""

    slug: str
    name: str
    state: tuple[str, str, str]  # FIPS code, name, postal code
    counties: tuple[str, ...]
    time_zone: str
    phone: str
    protocol: str
    mode: SiteMode = SiteMode.DEMO
    agencies: dict[AgencyKind, str] = field(default_factory=dict)
    units: tuple[str, ...] = ("Day watch", "Night watch")


WEST_VIRGINIA = ("54", "West Virginia", "WV")

PLACES = (
    Place(
        "wv-region-4", "New River Region", WEST_VIRGINIA, ("54081", "54055", "54089"), "America/New_York",
        "(304) 555-0141", "wv-regional",
        agencies={
            AgencyKind.POLICE: "Stonewater County Sheriff", AgencyKind.PROSECUTION: "Stonewater Prosecuting Attorney",
            AgencyKind.DEFENSE: "Stonewater Public Defender", AgencyKind.CARE: "New River Comprehensive Care",
            AgencyKind.PROJECT_MANAGEMENT: "New River Comprehensive Care, LEAD desk",
        },
    ),
    Place(
        "st-louis-county", "St. Louis County pilot", ("29", "Missouri", "MO"), ("29189",), "America/Chicago",
        "(314) 555-0142", "st-louis-county",
        agencies={
            AgencyKind.POLICE: "Northbank Police", AgencyKind.PROSECUTION: "Northbank Prosecutor's Office",
            AgencyKind.DEFENSE: "Northbank Defenders", AgencyKind.CARE: "Peers Along the Way",
            AgencyKind.PROJECT_MANAGEMENT: "Northbank LEAD office",
        },
        units=("Hillsdale", "Jennings", "Wellston", "Affton"),
    ),
    Place(
        "rochester-monroe", "Rochester and Monroe County", ("36", "New York", "NY"), ("36055",), "America/New_York",
        "(585) 555-0143", "rochester-monroe", mode=SiteMode.PLANNING,
        agencies={
            AgencyKind.POLICE: "Genesee Falls Police", AgencyKind.PROSECUTION: "Genesee Falls District Attorney",
            AgencyKind.DEFENSE: "Genesee Falls Legal Aid", AgencyKind.CARE: "Lilac Community Care",
            AgencyKind.PROJECT_MANAGEMENT: "Lilac Community Partnership",
        },
    ),
    Place(
        "fayette", "Fayette County", WEST_VIRGINIA, ("54019",), "America/New_York", "(304) 555-0144", "fayette-county-wv",
        agencies={
            AgencyKind.POLICE: "Gorge County Deputies", AgencyKind.PROSECUTION: "Gorge County Prosecuting Attorney",
            AgencyKind.DEFENSE: "Gorge County Defenders", AgencyKind.CARE: "Gorge Counseling",
            AgencyKind.PROJECT_MANAGEMENT: "Gorge County LEAD",
        },
    ),
    Place(
        "bureau", "Rivertown", ("53", "Washington", "WA"), ("53033",), "America/Los_Angeles", "(206) 555-0145",
        "national-support-bureau",
        agencies={
            AgencyKind.POLICE: "Rivertown Police", AgencyKind.PROSECUTION: "Rivertown City Attorney",
            AgencyKind.DEFENSE: "Rivertown Defenders", AgencyKind.CARE: "Open Door Rivertown",
            AgencyKind.PROJECT_MANAGEMENT: "Rivertown LEAD office",
        },
    ),
)  # fmt: skip

#: The same small cast at every site.
SEATS = (
    Seat("dana", Role.OFFICER, "Ofc. Dana R.", AgencyKind.POLICE, unit=0),
    Seat("marcus", Role.OFFICER, "Ofc. Marcus T.", AgencyKind.POLICE, unit=1),
    Seat("ames", Role.SUPERVISOR, "Sgt. Ames", AgencyKind.POLICE, unit=0),
    Seat("lou", Role.PEER, "Lou P.", AgencyKind.CARE, on_call=1),
    Seat("kim", Role.CASE_MANAGER, "Kim O.", AgencyKind.CARE, on_call=2),
    Seat("rosa", Role.CM_SUPERVISOR, "Rosa V.", AgencyKind.CARE),
    Seat("vance", Role.PROSECUTOR, "R. Vance", AgencyKind.PROSECUTION),
    Seat("ito", Role.DEFENDER, "T. Ito", AgencyKind.DEFENSE),
    Seat("pat", Role.PROJECT_MANAGER, "Pat M.", AgencyKind.PROJECT_MANAGEMENT),
    Seat("noor", Role.PRIVACY_OFFICER, "Noor A.", AgencyKind.PROJECT_MANAGEMENT),
    Seat("imani", Role.CIVIL_RIGHTS, "Imani B.", None),
)


def phone_of(place: Place, seat: Seat) -> str:
    """The number of whoever sits there, beside the on-call line of their site; two sites share an area code."""
    number = 150 + len(SEATS) * (PLACES.index(place) % 2) + SEATS.index(seat)
    return f"{place.phone[:-3]}{number}"
