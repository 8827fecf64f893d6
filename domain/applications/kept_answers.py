"""The answers of an application as they are kept."""

from pydantic import BaseModel

from domain.messages import Message


class CheckedSection(BaseModel, frozen=True):
    """One checked section: right values in normal form, a sentence per wrong field, and all as it was typed."""

    values: dict[str, str | list[str]] = {}
    owners: list[dict[str, str]] = []
    errors: dict[str, Message] = {}
    raw: dict[str, str | list[str]] = {}


class Answers(BaseModel):
    """All answers in normal form.

    `sections` holds them by section and whole field key (`sections["shop"]["shop.name"]`); `owners` holds
    one entry per person by the last part of the key (`owners[0]["birth_date"]`).
    """

    sections: dict[str, dict[str, str | list[str]]] = {}
    owners: list[dict[str, str]] = []

    def all(self, key: str) -> list[str]:
        """Every answer to one question: none, one, or several (categories; one per person)."""
        section, _, column = key.partition(".")
        if section == "owners":
            return [person[column] for person in self.owners if person.get(column)]
        value = self.sections.get(section, {}).get(key, "")
        return [each for each in ([value] if isinstance(value, str) else value) if each]

    def one(self, key: str) -> str:
        """The first answer to one question, or an empty text."""
        return next(iter(self.all(key)), "")

    def with_section(self, section: str, checked: CheckedSection) -> "Answers":
        """The answers after one section was saved: its right values replace what it held."""
        if section == "owners":
            return Answers(sections=self.sections, owners=checked.owners)
        return Answers(sections=self.sections | {section: checked.values}, owners=self.owners)
