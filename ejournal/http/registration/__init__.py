"""Registration by a slip's code: steps.py has the pages for strangers, slips.py the paper of the staff."""
