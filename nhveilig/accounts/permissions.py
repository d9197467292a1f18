"""Every permission there is, and which roles carry it. A view names one of these or says that it is public."""

from enum import StrEnum

from nhveilig.accounts.models import Role, StandIn

Kind = Role.Kind


class Permission(StrEnum):
    VIEW_PORTAL = "view_portal"
    VIEW_AGENDA = "view_agenda"
    VIEW_STRENGTH = "view_strength"
    VIEW_DOCUMENTS = "view_documents"
    VIEW_CONCEPTS = "view_concepts"
    REQUEST_EXPORT = "request_export"
    # Of the whole eenheid; whoever is named for a chapter writes or reads that one.
    EDIT_DOCUMENTS = "edit_documents"
    FREEZE_EDITION = "freeze_edition"
    # What everybody may read without an account, out of what is adopted.
    PUBLISH_EDITION = "publish_edition"
    EDIT_STRENGTH = "edit_strength"
    EDIT_AGENDA = "edit_agenda"
    # What holds for every eenheid: national targets, their division, figures of the whole country, reference data.
    EDIT_NATIONAL = "edit_national"
    EDIT_REGIONS = "edit_regions"
    # Districten, basisteams and diensten of the own eenheid.
    EDIT_ORGANISATION = "edit_organisation"
    # Opens the pages on which a file is read in.
    IMPORT_FILES = "import_files"
    # Every table one may edit.
    IMPORT_TABLES = "import_tables"
    # The file of a plan in which one writes.
    IMPORT_PLANS = "import_plans"
    VIEW_PLANS = "view_plans"
    # Of the themes one leads or works on; whoever may decide on plans may write in all of the eenheid.
    EDIT_PLANS = "edit_plans"
    DECIDE_PLANS = "decide_plans"
    REACT_TO_PLANS = "react_to_plans"
    # What a mayor sends later, after reading it: a reaction, or what is counted in the own municipality.
    PREPARE_ANSWERS = "prepare_answers"
    # On adopted plans of the themes one works on; of a mayor, what is counted in the own municipality.
    REPORT_PROGRESS = "report_progress"
    # What the gemeenteraden are heard about and said; holding such a round; and saying it for the own raad.
    VIEW_HEARINGS = "view_hearings"
    HOLD_HEARINGS = "hold_hearings"
    ANSWER_HEARINGS = "answer_hearings"
    VIEW_BUDGET = "view_budget"
    EDIT_BUDGET = "edit_budget"
    VIEW_PARTNERS = "view_partners"
    # Names and numbers of people: for whoever works on the policy.
    VIEW_CONTACTS = "view_contacts"
    EDIT_PARTNERS = "edit_partners"
    # Bodies, meetings, mandates, terms and decisions of the own eenheid.
    EDIT_GOVERNANCE = "edit_governance"
    # The words and abbreviations of the own eenheid.
    EDIT_GLOSSARY = "edit_glossary"
    # What everybody counts in: a word that changes, changes in every eenheid.
    EDIT_UNITS = "edit_units"
    MANAGE_PEOPLE = "manage_people"
    # Who lets people in: the administrators of each eenheid, and those of the country.
    NAME_ADMINISTRATORS = "name_administrators"
    # Who decided what and when, roles and logins of administrators too.
    VIEW_TRAIL = "view_trail"


# What whoever works for the whole country holds in every eenheid.
READING = {
    Permission.VIEW_PORTAL,
    Permission.VIEW_AGENDA,
    Permission.VIEW_STRENGTH,
    Permission.VIEW_DOCUMENTS,
    Permission.VIEW_PLANS,
    Permission.VIEW_BUDGET,
    Permission.VIEW_PARTNERS,
}
_WORKING = READING | {
    Permission.VIEW_CONCEPTS,
    Permission.REQUEST_EXPORT,
    Permission.VIEW_CONTACTS,
    Permission.VIEW_HEARINGS,
}
_STAFF = _WORKING | {
    Permission.EDIT_DOCUMENTS,
    Permission.FREEZE_EDITION,
    Permission.PUBLISH_EDITION,
    Permission.HOLD_HEARINGS,
    Permission.EDIT_STRENGTH,
    Permission.EDIT_AGENDA,
    Permission.EDIT_REGIONS,
    Permission.EDIT_ORGANISATION,
    Permission.IMPORT_FILES,
    Permission.IMPORT_TABLES,
    Permission.IMPORT_PLANS,
    Permission.EDIT_PLANS,
    Permission.DECIDE_PLANS,
    Permission.REPORT_PROGRESS,
    Permission.EDIT_BUDGET,
    Permission.EDIT_PARTNERS,
    Permission.EDIT_GOVERNANCE,
    Permission.EDIT_GLOSSARY,
    Permission.EDIT_UNITS,
}

# What is adopted, and what the raad is heard about.
_OF_A_COUNCIL = READING | {Permission.VIEW_HEARINGS}
# Of the themes one leads or works on, on their pages or in a file.
_WRITING = {Permission.EDIT_PLANS, Permission.REPORT_PROGRESS, Permission.IMPORT_FILES, Permission.IMPORT_PLANS}
_IMPORTING = {Permission.IMPORT_FILES, Permission.IMPORT_TABLES}

PERMISSIONS_OF: dict[str, set[Permission]] = {
    Kind.READER: READING,
    Kind.MAYOR: _WORKING
    | {
        Permission.REACT_TO_PLANS,
        Permission.REPORT_PROGRESS,
        Permission.PREPARE_ANSWERS,
        Permission.ANSWER_HEARINGS,
    },
    # The raad of one municipality reads what it is heard about; its griffier says what the raad said.
    Kind.CLERK: _OF_A_COUNCIL | {Permission.ANSWER_HEARINGS},
    Kind.COUNCILLOR: _OF_A_COUNCIL,
    Kind.REGIONAL_MAYOR: _WORKING,
    # Adopts with the mayors (Politiewet 2012, article 39), and is asked as they are.
    Kind.CHIEF_PROSECUTOR: _WORKING
    | {Permission.REACT_TO_PLANS, Permission.PREPARE_ANSWERS, Permission.ANSWER_HEARINGS},
    Kind.POLICE_CHIEF: _WORKING,
    Kind.POLICE_CONTROLLER: _WORKING | _IMPORTING | {Permission.EDIT_STRENGTH},
    # Of the money of the partners; what the police may cost is no affair of theirs.
    Kind.PARTNER_FINANCE: _WORKING | _IMPORTING | {Permission.EDIT_BUDGET},
    Kind.WORKING_GROUP_MEMBER: _WORKING | _WRITING,
    Kind.PROJECT_LEADER: _WORKING | _WRITING,
    Kind.STAFF: _STAFF,
    Kind.ADMINISTRATOR: _STAFF | {Permission.MANAGE_PEOPLE, Permission.VIEW_TRAIL},
    # Reads in each eenheid what is adopted there, and changes what is of none.
    Kind.NATIONAL: READING
    | _IMPORTING
    | {
        Permission.EDIT_NATIONAL,
        Permission.EDIT_AGENDA,
        Permission.NAME_ADMINISTRATORS,
        Permission.VIEW_TRAIL,
    },
}

# What is the eenheid's own affair: who comes in, and what holds for the whole country, nobody does in another's name.
_NEVER_LENT = {
    Permission.MANAGE_PEOPLE,
    Permission.EDIT_NATIONAL,
    Permission.NAME_ADMINISTRATORS,
    Permission.VIEW_TRAIL,
}
_OF_AN_ASSISTANT = _WORKING | {Permission.PREPARE_ANSWERS}


def permissions_by(role: Role) -> set[Permission]:
    """What `role` allows whoever carries it (`roles_carried_by`). A deputy may what the principal may; an
    assistant reads along and prepares; neither ever gets more than the principal has."""
    held = PERMISSIONS_OF[role.kind]
    lent = getattr(role, "stand_in", "")
    if not lent:
        return held
    return held - _NEVER_LENT if lent == StandIn.Kind.DEPUTY else held & _OF_AN_ASSISTANT


def kinds_with(permission: Permission) -> list[str]:
    """The roles that carry it."""
    return [kind for kind, held in PERMISSIONS_OF.items() if permission in held]
