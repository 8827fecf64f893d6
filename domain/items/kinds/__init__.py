"""The kinds of question: what each demands of its parts, and what a reply to it earns."""
