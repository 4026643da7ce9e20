"""The sections of a report, one function each: a section from the subject, or nothing to say."""
