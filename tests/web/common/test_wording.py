"""The words of packs go through gettext."""

from datetime import date
from gettext import NullTranslations

from db.policy.library import PackLibrary
from web.common.wording import worded


class Shouting(NullTranslations):
    """A language that is English in capitals."""

    def gettext(self, message: str) -> str:
        """The message, loud."""
        return message.upper()


def test_labels_hints_and_texts_are_translated_and_nothing_else(library: PackLibrary) -> None:
    pack = library.stack_for("DE", date(2026, 11, 23)).pack
    loud = worded(pack, Shouting())
    assert [f.label for f in loud.merchant.fields] == [f.label.upper() for f in pack.merchant.fields]
    assert loud.merchant.decline_reasons[0].text == pack.merchant.decline_reasons[0].text.upper()
    assert [f.key for f in loud.merchant.fields] == [f.key for f in pack.merchant.fields]
    assert loud.rules == pack.rules


def test_english_needs_no_work(library: PackLibrary) -> None:
    pack = library.stack_for("US", date(2026, 11, 23)).pack
    assert worded(pack) is pack
