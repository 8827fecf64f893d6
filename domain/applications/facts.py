"""Facts of an application's answers: what a field or document can be asked `when`, and what risk rules look for."""

from datetime import date

from domain.applications.kept_answers import Answers
from domain.policy.anchor import AnchorPolicy


def circumstances(policy: AnchorPolicy, answers: Answers, today: date) -> set[str]:
    """What an anchor's answers make true: `minor`, `topic:<key>`, `licensed_topic`, `agency`, `promotes:<key>`, ..."""
    topics = set(answers.all("work.topics"))
    found = {f"topic:{key}" for key in topics} | {f"category:{key}" for key in answers.all("work.categories")}
    if topics & {each.key for each in policy.topics if each.licensed}:
        found.add("licensed_topic")
    if answers.one("work.agency"):
        found.add("agency")
    if promoted := answers.one("work.promotes"):
        found.add(f"promotes:{promoted}")
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
    return {"minor"} if young else set()
