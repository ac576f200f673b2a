"""Where the pages of a survey are: one source for links, notices and letters."""

LIST = "/surveys"
BUILD = "/surveys/edit?id={survey_id}"
ANSWER = "/surveys/answer?id={survey_id}"
RESULTS = "/surveys/results?id={survey_id}"
