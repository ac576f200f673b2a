"""Names of the live topics that pages follow and handlers publish."""


def course_topic(course_id: int) -> str:
    """What open journals of a course follow."""
    return f"course:{course_id}"


def pupil_topic(pupil_id: int) -> str:
    """What open diaries of a pupil follow."""
    return f"pupil:{pupil_id}"


def late_topic(school_id: int) -> str:
    """What open lists of a school's late changes follow."""
    return f"school:{school_id}:late"
