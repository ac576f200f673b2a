"""The samples of deploy/ do what they say."""
