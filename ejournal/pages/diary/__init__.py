"""The diary: a pupil's week."""
