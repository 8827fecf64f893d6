"""A refusal crosses to Temporal and back with its name, its message and the parameters, under seal."""

from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from domain.messages import msg_n
from domain.review import AlreadyDecided
from workflows.payloads import Sealing, converter
from workflows.refused import refusal_of

SEALED = converter(Sealing(current="k", keys={"k": bytes(32)}))


async def crossed(error: Exception) -> tuple[Failure, BaseException]:
    """What Temporal keeps of an error, and what comes back."""
    kept = Failure()
    await SEALED.encode_failure(error, kept)
    stored = Failure.FromString(kept.SerializeToString())
    return stored, await SEALED.decode_failure(kept)


async def test_a_refusal_keeps_its_name_and_its_message_and_is_final() -> None:
    message = msg_n("{n} case of {who} is closed.", "{n} cases of {who} are closed.", n=2, who="Lin")
    kept, back = await crossed(AlreadyDecided(message))
    again = refusal_of(back)
    assert type(again) is AlreadyDecided and again.message == message
    assert kept.application_failure_info.non_retryable
    assert b"Lin" not in kept.SerializeToString()


def test_a_failure_of_an_old_history_has_its_sentence_alone() -> None:
    again = refusal_of(ApplicationError("This case is closed.", type="AlreadyDecided"))
    assert type(again) is AlreadyDecided and str(again) == "This case is closed."


async def test_what_broke_is_no_refusal() -> None:
    assert refusal_of((await crossed(RuntimeError("no")))[1]) is None
    assert refusal_of(None) is None
