"""What crosses to Temporal: pydantic models, each payload and failure sealed with AES-256-GCM under a key ring."""

import dataclasses
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    PayloadCodec,
    PayloadConverter,
)
from temporalio.service import GrpcCompression

from domain.refusals import Refused

ENCODING = b"binary/greenroom-aes256gcm"
NONCE_BYTES = 12


@dataclass(frozen=True)
class Sealing:
    """Keys (32 bytes each) by id; `current` seals, all open. Never drop a key that open cases were sealed with."""

    current: str
    keys: Mapping[str, bytes]


class SealedPayloads(PayloadCodec):
    """Seals every payload; what carries no seal is refused, so nothing slips through in the open."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self._ciphers = {name: AESGCM(key) for name, key in sealing.keys.items()}

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each payload; the key's id travels beside it and is bound to it."""
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each payload; raises ValueError for an unknown key or an unsealed payload, without its content."""
        return [self._open(payload) for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        # A fresh nonce each time: AES-GCM gives itself away when one comes twice under a key.
        name, nonce = self._sealing.current.encode(), secrets.token_bytes(NONCE_BYTES)
        sealed = self._ciphers[self._sealing.current].encrypt(nonce, payload.SerializeToString(), name)
        return Payload(metadata={"encoding": ENCODING, "key": name}, data=nonce + sealed)

    def _open(self, payload: Payload) -> Payload:
        name = payload.metadata.get("key", b"")
        if payload.metadata.get("encoding") != ENCODING or name.decode() not in self._ciphers:
            raise ValueError(f"a payload is not sealed, or the key ring lacks key {name.decode()!r}")
        cipher = self._ciphers[name.decode()]
        return Payload.FromString(cipher.decrypt(payload.data[:NONCE_BYTES], payload.data[NONCE_BYTES:], name))


class FinalRefusals(DefaultFailureConverterWithEncodedAttributes):
    """Seals failures. A refusal is marked as final, so no retry policy has to name it, and carries its message."""

    def to_failure(self, exception: BaseException, payload_converter: PayloadConverter, failure: Failure) -> None:
        """The failure of an exception, as it crosses to Temporal."""
        super().to_failure(exception, payload_converter, failure)
        if isinstance(exception, Refused):
            failure.application_failure_info.non_retryable = True
            details = payload_converter.to_payloads_wrapper([exception.message])
            failure.application_failure_info.details.CopyFrom(details)


def converter(sealing: Sealing) -> DataConverter:
    """The converter that the web, the workers and the replay tests share."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=SealedPayloads(sealing),
        failure_converter_class=FinalRefusals,
    )


async def connect(address: str, namespace: str, sealing: Sealing, *, lazy: bool = False) -> Client:
    """A client; with `lazy` it connects at its first call, so the web starts while Temporal is away."""
    return await Client.connect(
        address,
        namespace=namespace,
        data_converter=converter(sealing),
        lazy=lazy,
        # On a private network compression only costs CPU; measured on loopback.
        grpc_compression=GrpcCompression.NONE,
    )
