"""The shelf of policy packs: reads the YAML files, and stacks what applies in a country on a day."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property, reduce
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from domain.policy.merging import merge
from domain.policy.pack import Pack
from domain.policy.parts import RiskPolicy
from domain.policy.soundness import ANCHOR, PackFlaw, flaws, repeats
from domain.policy.stacking import StackedPack, stack, valid_on

HEADER = "pack.yaml"
# The parts of a pack, and how the lists of each are named in errors.
TRADES = {"merchant": "", "anchor": ANCHOR}


class PolicyError(Exception):
    """A policy pack cannot be used; the message names the file, the key and what is wrong."""


class LoadedPack(NamedTuple):
    """A pack, and the file that each of its lists came from (`rules`, `fields`, ...)."""

    pack: Pack
    files: dict[str, Path]
    folder: Path


class PackLibrary:
    """All packs of one folder; stacks are made once per set of packs and day."""

    def __init__(self, shelved: list[LoadedPack]) -> None:
        self._shelved = {each.pack.id: each for each in shelved}
        self._stacks: dict[tuple[tuple[str, ...], date], StackedPack] = {}

    def stack_for(self, country: str, on: date) -> StackedPack:
        """The one pack for an ISO 3166 country on a day; the base alone where no pack speaks for it; PolicyError."""
        living = [pack for pack in self.packs if valid_on(pack, on)]
        local = [pack for pack in living if country.upper() in pack.countries]
        named = local or [pack for pack in living if not pack.countries and not pack.extends]
        wanted = [pack for pack in self._ordered(named) if pack in living]
        if not wanted:
            raise PolicyError(f"No policy pack is valid in {country} on {on}.")
        key = (tuple(pack.id for pack in wanted), on)
        if key not in self._stacks:
            self._stacks[key] = stack(wanted, on)
        return self._stacks[key]

    def countries(self) -> list[str]:
        """The ISO 3166 codes of the countries that have a pack of their own, sorted."""
        return sorted({country for pack in self.packs for country in pack.countries})

    def check(self) -> None:
        """Refuse packs that do not hold together, alone or on what they extend: PolicyError."""
        for each in self._shelved.values():
            _refuse(repeats(each.pack), [each])
            self._check_rule_ids(each)
        for each in self._shelved.values():
            stacked = [self._shelved[pack.id] for pack in self._ordered([each.pack])]
            _refuse(flaws(reduce(merge, (one.pack for one in stacked))), stacked)

    @cached_property
    def packs(self) -> list[Pack]:
        """Every pack as it was read, before stacking."""
        return [each.pack for each in self._shelved.values()]

    def _check_rule_ids(self, one: LoadedPack) -> None:
        mine = {rule.id for rule in one.pack.rules}
        for earlier in self.packs[: self.packs.index(one.pack)]:
            if shared := mine & {rule.id for rule in earlier.rules}:
                where = f"{one.files['rules']}: rule {min(shared)}"
                raise PolicyError(f"{where}: pack {earlier.id} has a rule of this name.")

    def _ordered(self, packs: list[Pack]) -> list[Pack]:
        """The packs and all they extend, the general before the specific."""
        order: dict[str, Pack] = {}
        for pack in packs:
            order |= {each.id: each for each in self._lineage(pack, ()) if each.id not in order}
        return list(order.values())

    def _lineage(self, pack: Pack, heirs: tuple[str, ...]) -> Iterator[Pack]:
        header = self._shelved[pack.id].folder / HEADER
        if pack.id in heirs:
            raise PolicyError(f"{header}: extends: {pack.id} extends itself.")
        for parent in pack.extends:
            if parent not in self._shelved:
                raise PolicyError(f"{header}: extends: there is no pack {parent}.")
            yield from self._lineage(self._shelved[parent].pack, (*heirs, pack.id))
        yield pack


def load_packs(folder: Path) -> PackLibrary:
    """Read and check every pack below `folder` (`<id>/pack.yaml` and the files beside it); PolicyError."""
    headers = sorted(folder.glob(f"*/{HEADER}"))
    if not headers:
        raise PolicyError(f"{folder}: there is no policy pack here (<id>/{HEADER}).")
    library = PackLibrary([_read_pack(header.parent) for header in headers])
    library.check()
    return library


def _read_pack(folder: Path) -> LoadedPack:
    files = {"rules": folder / HEADER}
    content: dict[str, object] = {}
    parts: dict[str, dict[str, object]] = {trade: {} for trade in TRADES}
    for path in [folder / HEADER, *sorted(p for p in folder.glob("*.yaml") if p.name != HEADER)]:
        read = _read_file(path)
        for trade, known in parts.items():
            part = read.pop(trade, None) or {}
            if not isinstance(part, dict):
                raise PolicyError(f"{path}: {trade}: must be a mapping.")
            _refuse_twice(part, known, path, files=files, prefix=TRADES[trade])
            files |= {f"{TRADES[trade]}{name}": path for name in part}
            known.update(part)
        _refuse_twice(read, content, path, files=files)
        files |= dict.fromkeys(read, path)
        content |= read
    return LoadedPack(_validated(content | parts, files, folder), files, folder)


def _refuse_twice(
    part: dict[str, object], known: dict[str, object], path: Path, *, files: dict[str, Path], prefix: str = ""
) -> None:
    for name in part.keys() & known.keys():
        stated = files.get(f"{prefix}{name}", path.parent / HEADER).name
        raise PolicyError(f"{path}: {name}: {stated} states it already.")


def _read_file(path: Path) -> dict[str, object]:
    try:
        read = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: {error}") from error
    if not isinstance(read, dict):
        raise PolicyError(f"{path}: must be a mapping.")
    return read


def _validated(content: dict[str, object], files: dict[str, Path], folder: Path) -> Pack:
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        prefix = TRADES.get(str(first["loc"][0]), "") if first["loc"] else ""
        where = [each for each in first["loc"] if each not in TRADES]
        file = files.get(f"{prefix}{where[0]}" if where else "rules", folder / HEADER)
        raise PolicyError(f"{file}: {_named(content, first['loc'])}: {first['msg']}") from error
    if pack.id != folder.name:
        raise PolicyError(f"{folder / HEADER}: id: {pack.id} lies in the folder {folder.name}.")
    return pack


def _named(content: object, loc: tuple[int | str, ...]) -> str:
    """The place of an error in words, with the item's own key for its index: `rules CN-01 effect`."""
    words = []
    for step in loc:
        try:
            content = content[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            content = None
        named = content if isinstance(step, int) and isinstance(content, dict) else {}
        words.append(str(named.get("key") or named.get("id") or step))
    return " ".join(word for word in words if word != "merchant")


def _refuse(found: list[PackFlaw], stacked: list[LoadedPack]) -> None:
    """Raise PolicyError for the first flaw, naming the file of the most specific pack that states the list."""
    for flaw in found:
        file = next((each.files[flaw.part] for each in reversed(stacked) if _states(each.pack, flaw)), None)
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise PolicyError(f"{file or stacked[-1].folder}: {flaw.part} {flaw.key}: {flaw.sentence}{more}")


def _states(pack: Pack, flaw: PackFlaw) -> bool:
    policy = pack.anchor if flaw.part.startswith(ANCHOR) else pack.merchant
    name = flaw.part.removeprefix(ANCHOR)
    stated = pack.rules if name == "rules" else getattr(policy, name)
    if isinstance(stated, RiskPolicy):
        return flaw.key in {*stated.model_fields_set, *(rule.id for rule in stated.rules)}
    if isinstance(stated, tuple):
        return any(flaw.key in (getattr(part, "key", None), getattr(part, "id", None)) for part in stated)
    return name in policy.model_fields_set


class _StrictLoader(yaml.CSafeLoader):
    """A safe loader (libyaml's, 4 times as fast) to which a key that stands twice is an error, not a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        """Build the mapping; ConstructorError for a repeated key."""
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key, (at, _) in zip(keys, node.value, strict=True):
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice", at.start_mark)
        return super().construct_mapping(node, deep)
