"""How long what people write may be, in characters: rules, forms and the inputs of pages all ask here."""

# Who somebody is, and how they come in.
LONGEST_NAME = 120  # of a person, a blueprint or an area
LONGEST_ADDRESS = 320  # of e-mail, by RFC 3696
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200

# What the staff write of each other's and the applicants' affairs; somebody has to learn something from a reason.
SHORTEST_REASON = 20
LONGEST_DECISION = 4000  # reasons, notes and overrules of a case and of a certificate's standing
LONGEST_CORRECTION = 2000
LONGEST_REVIEW_NOTE = 2000  # of an item
LONGEST_RATING_COMMENT = 2000
LONGEST_ROOM_TEXT = 1000  # messages and reasons of an invigilator
LONGEST_CONFLICT_NOTE = 500

# Items of the bank.
LONGEST_TITLE = 200
LONGEST_STEM = 6000  # also of a scenario and of an explanation
LONGEST_OPTION = 1000
LONGEST_ALT = 500  # what a picture shows, in words
LONGEST_BASIS = 500  # also of a source

# Answers and comments in an exam.
LONGEST_NUMBER = 40
LONGEST_SHORT_TEXT, MOST_SHORT_TEXTS = 500, 50
LONGEST_COMMENT = 1000

# Forms of applicants; a field of a pack has its own limit, far below this one.
LONGEST_DRAFT_VALUE = 5000
LONGEST_LINK = 500
LONGEST_FILENAME = 300

# What is looked for.
LONGEST_SEARCH = 100
LONGEST_CREDENTIAL_NUMBER = 300  # room for spaces, and for whole addresses that are pasted
