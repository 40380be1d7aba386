"""An .onnx file whose logit can be changed: its slope and shift, its evidence of near infrared, its last layer.

The new logit is computed by a few nodes before the last sigmoid, and the evidence stands in constants that are
replaced, so neither PyTorch nor the package ``onnx`` is needed and the rest of the file stays as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from l4s_core.base.errors import InputError, L4SError, first_line
from l4s_core.base.partial import partial_folder
from l4s_core.inference.card import METADATA_KEY, ModelCard
from l4s_core.inference.onnx_file import as_layers, in_batches
from l4s_core.inference.onnx_model import OnnxModel
from l4s_core.tuning.onnx_proto import new_node, new_tensor, parse_model, values_of
from l4s_core.tuning.types import Change, Lever, Looked

EVIDENCE, LAST_LAYER = "evidence of near infrared", "last layer"
LARGEST_DIFFERENCE = 1e-3  # of a probability, between the file and what was fitted
_PREFIX = "tuned_"
_Values = npt.NDArray[np.float32]


class OnnxTunable:
    """See `types.Tunable`."""

    ending = ".onnx"

    def __init__(self, path: Path, threads: int | None = None) -> None:
        model = OnnxModel(path, "cpu", threads)  # every check of a model file
        self.card, self.sha256, self.fixed_px = model.card, model.sha256, model.fixed_px
        self._path, self._threads = path, threads
        self._data = path.read_bytes()
        if hashlib.sha256(self._data).hexdigest() != self.sha256:
            raise InputError(f"{path} was changed meanwhile; try again.")
        self._graph = _Graph(parse_model(self._data, str(path)), path)
        self.one_input_only = self._graph.other_branch is not None
        self._other = False
        self._begin()

    def use_inputs(self, channels: Sequence[str]) -> None:
        """See `types.Tunable`: without near infrared a model with evidence gives what its network does."""
        other = self.one_input_only and bool(self.card.filled_channels(list(channels)))
        if other != self._other:
            self._other = other
            self._begin()

    def _begin(self) -> None:
        graph = self._graph
        self._logit = (graph.other_branch if self._other else None) or graph.branch
        own = {} if self._other else graph.evidence
        self.levers: tuple[Lever, ...] = ()
        self._outputs: dict[str, list[str]] = {}
        if own:
            start = np.concatenate([values.ravel() for values in own.values()])
            terms = tuple(k for k, values in enumerate(own.values()) for _ in values.ravel())
            self.levers += (Lever(EVIDENCE, start, keeps_sign=True, terms=terms),)
            self._outputs[EVIDENCE] = [graph.basis[name] for name in own]
        if graph.last_layer is not None:
            self._outputs[LAST_LAYER] = [graph.last_layer[0]]
            self.levers += (Lever(LAST_LAYER, np.zeros(graph.last_layer[1])),)
        self._session: Any = None

    def look(self, windows: _Values) -> Looked:
        """See `types.Tunable`."""
        names = [self._logit, *(name for group in self._outputs.values() for name in group)]
        if self._session is None:
            self._session = _session(self._graph.looked_into(names), self._path, self._threads)
        input = self._session.get_inputs()[0]
        size = input.shape[0] if isinstance(input.shape[0], int) and input.shape[0] > 0 else 1
        parts: list[list[_Values]] = []
        for window in windows:
            batch = np.repeat(window[None], size, axis=0)
            given = self._session.run(names, {input.name: np.ascontiguousarray(batch)})
            parts.append([np.asarray(values[:1], np.float32) for values in given])
        logit, *others = (np.concatenate(each) for each in zip(*parts, strict=True))
        found: dict[str, _Values] = {}
        for lever, group in self._outputs.items():
            values = [others.pop(0) for _ in group]
            if all(each.ndim == 4 and each.shape[2:] == windows.shape[2:] for each in values):
                found[lever] = np.concatenate(values, axis=1)
        if len(found) < len(self._outputs):  # enlarged on its way to the output
            self._outputs = {name: self._outputs[name] for name in found}
            self.levers = tuple(lever for lever in self.levers if lever.name in found)
        return Looked(logit[:, 0] if logit.ndim == 4 else logit, found)

    def write(self, change: Change, card: ModelCard, path: Path, seen: _Values) -> ModelCard:
        """See `types.Tunable`."""
        model = self._graph.changed(change, self._other)
        constants = b"".join(t.SerializeToString(deterministic=True) for t in model.graph.initializer)
        card = card.model_copy(update={"weights_sha256": hashlib.sha256(constants).hexdigest()})
        del model.metadata[:]
        model.metadata.add(key=METADATA_KEY, value=card.model_dump_json())
        model.producer_name = "l4s"
        data = model.SerializeToString(deterministic=True)
        with partial_folder(path) as folder:
            (folder / path.name).write_bytes(data)
            made = OnnxModel(folder / path.name, "cpu", self._threads)
            self._require_agreement(made, change, seen)
        return card

    def _require_agreement(self, made: OnnxModel, change: Change, seen: _Values) -> None:
        looked = self.look(seen)
        wanted = change.slope * looked.logit.astype(np.float64) + change.shift
        if change.lever is not None and change.numbers is not None:
            wanted = wanted + np.einsum("nkrc,k->nrc", looked.features[change.lever], change.numbers)
        wanted = 1 / (1 + np.exp(-np.clip(wanted, -50, 50)))
        got = in_batches(lambda batch: as_layers(made.run(batch)), seen, 1)[:, 0]
        here = np.abs(got - wanted)[self._counts(seen)]
        if here.size and not float(here.max()) <= LARGEST_DIFFERENCE:
            raise L4SError(
                f"The tuned file differs from what was fitted by {float(here.max()):.2e} in probability; nothing was "
                "written."
            )

    def _counts(self, seen: _Values) -> npt.NDArray[np.bool_]:
        """(n, rows, cols): where the changed branch is what the file gives: all optional channels are there, or none
        of them."""
        if not self.one_input_only:
            return np.ones((len(seen), *seen.shape[2:]), bool)
        optional = [k for k, name in enumerate(self.card.network_channels) if name in self.card.optional_channels]
        fill = np.asarray(self.card.network_fill, np.float32)[optional]
        missing = np.isclose(seen[:, optional], fill[:, None, None]).any(axis=1)
        return np.asarray(missing if self._other else ~missing, dtype=bool)


class _Graph:
    """What of a graph can be changed.

    Attributes
    ----------
    branch : the tensor whose sigmoid is the probability. other_branch : the same where near infrared is missing.
    evidence : constants by name, whose product with their ``basis`` is added to the logit.
    last_layer : the input of the last convolution that gives one channel, and how many channels that has.
    """

    def __init__(self, model: Any, path: Path) -> None:
        self._model, self._path = model, path
        graph = model.graph
        self._makers = {name: node for node in graph.node for name in node.output}
        self._constants = {tensor.name: tensor for tensor in graph.initializer}
        end = self._behind(graph.output[0].name)
        self._choice = self._makers.get(end)
        self.other_branch: str | None = None
        if self._choice is not None and self._choice.op_type == "Where":
            _, this, other = self._choice.input
            self.other_branch = self._logit_of(self._behind(other))
        else:
            self._choice, this = None, end
        found = self._logit_of(self._behind(this))
        if found is None:
            raise InputError(
                f"{path} does not end in one logit per pixel (it may be an ensemble), so it cannot be tuned; give one "
                "of its members."
            )
        self.branch = found
        if self.other_branch is None and self._choice is not None:
            raise InputError(f"{path} ends in a choice that is not known here, so it cannot be tuned.")
        self.basis: dict[str, str] = {}
        self.evidence: dict[str, npt.NDArray[np.float64]] = {}
        if self._choice is not None:
            self._find_evidence()
        self.last_layer = self._find_last_layer()

    def _behind(self, name: str) -> str:
        while (node := self._makers.get(name)) is not None and node.op_type == "Identity":
            name = node.input[0]
        return name

    def _logit_of(self, name: str) -> str | None:
        node = self._makers.get(name)
        return str(node.input[0]) if node is not None and node.op_type == "Sigmoid" else None

    def _find_evidence(self) -> None:
        """Terms of the sum that the logit is: ``ReduceSum(basis * constant)`` with constants of (k, 1, 1)."""
        todo, seen = [self.branch], set()
        while todo:
            node = self._makers.get(todo.pop())
            if node is None or node.output[0] in seen:
                continue
            seen.add(node.output[0])
            if node.op_type == "Add":
                todo.extend(node.input)
            elif node.op_type == "ReduceSum":
                self._take_term(self._makers.get(node.input[0]))

    def _take_term(self, product: Any) -> None:
        if product is None or product.op_type != "Mul":
            return
        for basis, constant in (tuple(product.input), tuple(reversed(product.input))):
            tensor = self._constants.get(constant)
            values = None if tensor is None else values_of(tensor)
            if values is not None and values.ndim == 3 and values.shape[1:] == (1, 1) and basis in self._makers:
                self.basis[constant], self.evidence[constant] = basis, values
                return

    def _find_last_layer(self) -> tuple[str, int] | None:
        for node in reversed(self._model.graph.node):
            if node.op_type == "Conv":
                name = node.input[1]
                maker = self._makers.get(name)
                tensor = self._constants.get(maker.input[0] if maker is not None and maker.op_type == "Cast" else name)
                if tensor is not None and len(tensor.dims) == 4 and tensor.dims[0] == 1:
                    return str(node.input[0]), int(tensor.dims[1])
        return None

    def _copy(self) -> Any:
        copy = type(self._model)()
        copy.CopyFrom(self._model)
        return copy

    def looked_into(self, names: Sequence[str]) -> bytes:
        """The file with these tensors as outputs too."""
        model = self._copy()
        for name in dict.fromkeys(names):
            model.graph.output.add(name=name)
        return bytes(model.SerializeToString())

    def changed(self, change: Change, other: bool) -> Any:
        """The message of the changed file."""
        model = self._copy()
        graph = model.graph
        logit = self.other_branch if other else self.branch
        assert logit is not None
        if change.lever == EVIDENCE and change.numbers is not None:
            self._set_evidence(graph, change)
        nodes: list[Any] = []
        constants: list[Any] = []

        def constant(name: str, values: npt.ArrayLike) -> str:
            constants.append(new_tensor(_PREFIX + name, values))
            return _PREFIX + name

        def step(kind: str, *inputs: str) -> str:
            nodes.append(new_node(kind, list(inputs), f"{_PREFIX}{kind.lower()}_{len(nodes)}"))
            return str(nodes[-1].output[0])

        now = step("Mul", logit, constant("slope", np.float32(change.slope)))
        now = step("Add", now, constant("shift", np.float32(change.shift)))
        if change.lever == LAST_LAYER and change.numbers is not None:
            assert self.last_layer is not None
            weights = constant("weights", np.asarray(change.numbers)[None, :, None, None])
            now = step("Add", now, step("Conv", self.last_layer[0], weights))
        probability = step("Sigmoid", now)
        self._put_in(graph, probability, nodes, other)
        graph.initializer.extend(constants)
        return model

    def _set_evidence(self, graph: Any, change: Change) -> None:
        left = np.asarray(change.numbers) / change.slope  # the slope is behind them
        for tensor in graph.initializer:
            if tensor.name in self.evidence:
                place = sum(v.size for v in list(self.evidence.values())[: list(self.evidence).index(tensor.name)])
                old = self.evidence[tensor.name]
                tensor.CopyFrom(new_tensor(tensor.name, old + left[place : place + old.size].reshape(old.shape)))

    def _put_in(self, graph: Any, probability: str, nodes: list[Any], other: bool) -> None:
        """Put the new nodes before what takes their result, which is the choice by near infrared or the output."""
        output = graph.output[0].name
        kept = list(graph.node)
        if self._choice is not None:
            choice = self._choice.output[0]
            place = next(k for k, node in enumerate(kept) if choice in node.output)
            kept[place].input[2 if other else 1] = probability
            kept[place:place] = nodes
        else:
            place = next(k for k, node in enumerate(kept) if output in node.output)
            nodes[-1].output[0] = output
            kept[place : place + 1] = nodes  # the Sigmoid or Identity that gave it
        copies = [type(node).FromString(node.SerializeToString()) for node in kept]
        del graph.node[:]
        graph.node.extend(copies)


def _session(data: bytes, path: Path, threads: int | None) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3
    if threads is not None:
        options.intra_op_num_threads = threads
    try:
        return ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own exceptions share no base class
        raise InputError(f"{path} cannot be looked into ({first_line(error)}); it cannot be tuned.") from error
