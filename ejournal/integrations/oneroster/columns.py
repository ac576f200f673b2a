"""The files of OneRoster's CSV form and their columns, of 1.1 and 1.2 together.

Source: imsglobal.org/spec/oneroster/v1p1 and v1p2, CSV binding. Columns that begin with «metadata.» are
the writing system's own; ours say what OneRoster has no words for.
"""

ROLES = "metadata.ejournal.roles"
"""Of a user: all the roles with their days, as JSON."""
WARDS = "metadata.ejournal.wards"
"""Of a user: whose guardian with which rights, as JSON."""
LETTER = "metadata.ejournal.letter"
"""Of a class: what stands beside its grade."""
HOURS = "metadata.ejournal.hours"
"""Of a class by timetable: how many hours a week."""

_HEAD = ("sourcedId", "status", "dateLastModified")
USERS_1_1 = (
    *_HEAD, "enabledUser", "orgSourcedIds", "role", "username", "userIds", "givenName", "familyName",
    "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
)  # fmt: skip
USERS_1_2 = (
    *_HEAD, "enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier",
    "email", "sms", "phone", "agentSourcedIds", "grades", "password", "userMasterIdentifier",
    "preferredGivenName", "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "manifest.csv": ("propertyName", "value"),
    "orgs.csv": (*_HEAD, "name", "type", "identifier", "parentSourcedId"),
    "academicSessions.csv": (
        *_HEAD, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear",
    ),
    "courses.csv": (
        *_HEAD, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects",
        "subjectCodes",
    ),
    "classes.csv": (
        *_HEAD, "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId",
        "termSourcedIds", "subjects", "subjectCodes", "periods",
    ),
    "users.csv": tuple(dict.fromkeys((*USERS_1_1, *USERS_1_2))),
    "demographics.csv": (
        *_HEAD, "birthDate", "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander", "white", "demographicRaceTwoOrMoreRaces",
        "hispanicOrLatinoEthnicity", "countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth",
        "publicSchoolResidenceStatus",
    ),
    "roles.csv": (
        *_HEAD, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId",
        "userProfileSourcedId",
    ),
    "userProfiles.csv": (
        *_HEAD, "userSourcedId", "profileType", "vendorId", "applicationId", "description", "credentialType",
        "username", "password",
    ),
    "enrollments.csv": (
        *_HEAD, "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate",
        "endDate",
    ),
}  # fmt: skip
"""The files that are read, with the columns that each may have."""
REQUIRED: dict[str, tuple[str, ...]] = {
    "manifest.csv": ("propertyName", "value"),
    "orgs.csv": ("sourcedId", "name", "type"),
    "academicSessions.csv": ("sourcedId", "title", "type", "startDate", "endDate"),
    "courses.csv": ("sourcedId", "title"),
    "classes.csv": ("sourcedId", "title", "classType", "schoolSourcedId"),
    "enrollments.csv": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "users.csv": ("sourcedId", "givenName", "familyName"),
    "demographics.csv": ("sourcedId",),
    "roles.csv": ("sourcedId", "userSourcedId", "role"),
    "userProfiles.csv": ("sourcedId", "userSourcedId"),
}
"""Without which a file says nothing: it is left out."""
NOT_KEPT: dict[str, tuple[str, ...]] = {
    "users.csv": (
        "userIds", "password", "userMasterIdentifier", "preferredGivenName", "preferredMiddleName",
        "preferredFamilyName", "pronouns",
    ),
    "classes.csv": ("location", "periods"),
    "demographics.csv": COLUMNS["demographics.csv"][5:],
}  # fmt: skip
"""What the journal has no place for: said once a file, where there is anything in it."""
OTHERS = (
    "categories", "classResources", "courseResources", "lineItemLearningObjectiveIds", "lineItemScoreScales",
    "lineItems", "resources", "resultLearningObjectiveIds", "resultScoreScales", "results", "scoreScales",
    "userResources",
)  # fmt: skip
"""Files of marks and materials: known, not read."""
NEW_IN_1_2 = (
    "lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds", "resultScoreScales",
    "roles", "scoreScales", "userProfiles", "userResources",
)  # fmt: skip
"""Files of which 1.1 knows nothing."""
