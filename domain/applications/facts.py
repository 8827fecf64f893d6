"""Facts of an application's answers: what a field or document can be asked `when`, and what risk rules look for."""

from datetime import date

from domain.applications.kept_answers import Answers
from domain.policy.anchor import AnchorPolicy
from domain.policy.conditions import Fact, FactAbout


def circumstances(policy: AnchorPolicy, answers: Answers, today: date) -> set[str]:
    """What an anchor's answers make true: `minor`, `topic:<key>`, `licensed_topic`, `agency`, `promotes:<key>`, ..."""
    topics = set(answers.all("work.topics"))
    found = {FactAbout.TOPIC.of(key) for key in topics}
    found |= {FactAbout.CATEGORY.of(key) for key in answers.all("work.categories")}
    if topics & {each.key for each in policy.topics if each.licensed}:
        found.add(Fact.LICENSED_TOPIC)
    if answers.one("work.agency"):
        found.add(Fact.AGENCY)
    if promoted := answers.one("work.promotes"):
        found.add(FactAbout.PROMOTES.of(promoted))
    return found | _youth(policy, answers.one("identity.birth_date"), today)


def age_on(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _youth(policy: AnchorPolicy, born: str, today: date) -> set[str]:
    below = policy.guardian_consent_below
    try:
        young = below is not None and bool(born) and age_on(date.fromisoformat(born), today) < below
    except ValueError:  # a wrong date is complained of beside its field
        return set()
    return {Fact.MINOR} if young else set()
