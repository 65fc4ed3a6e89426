"""Fit a linear model to labelled texts. Needs SciPy; the program itself does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack

from sentiment.codes import Batch, Bools
from sentiment.features import CHARACTERS, WORDS, Shape, grams
from sentiment.linear import RARITY, Floats, Linear, Table
from sentiment.vectors import BUCKETS, Vectors

IMPOSSIBLE = -30.0
FINEST = 2_000  # steps from 0 to the largest weight of a table
_FIRST_ROUNDS, _ROUNDS = 40, 100
_EARLY = np.float32(20)  # in the first rounds the penalty is lighter by this
_FREELY = 0.1  # the penalty of a figure's weight beside that of an n-gram's


@dataclass(frozen=True, slots=True)
class Examples:
    """What to learn from; all of one length.

    ``allowed`` says which classes an example could have had: a review from a set
    without neutral rows says nothing of how rare neutral is. ``figures`` are those
    of a lexicon.
    """

    label: NDArray[np.int64]
    weight: Floats
    allowed: Bools
    figures: Floats | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """``strength`` is the inverse of the penalty; ``words`` and ``known`` are how
    loud words, and words with vectors, are beside characters."""

    strength: float
    words: float = 1.5
    known: float = 0.5


@dataclass(frozen=True, slots=True)
class Columns:
    """One block of features: the buckets seen at least twice, and their rarity."""

    matrix: Any
    buckets: NDArray[np.int64]
    rarity: Floats
    share: float


def fit_linear(
    batch: Batch,
    examples: Examples,
    shape: Shape,
    settings: Settings,
    vectors: Vectors | None = None,
) -> Linear:
    """The model of the examples, whose words may have ``vectors`` from elsewhere."""
    blocks = [
        _columns(batch, shape, CHARACTERS, share=1.0),
        _columns(batch, shape, WORDS, share=settings.words),
    ]
    sparse = [block.matrix for block in blocks]
    centre, dense = _centred(examples.figures, batch.texts)
    figures = len(centre)
    if vectors:
        known = _known(batch, vectors, share=settings.known)
        blocks.append(known)
        dense = np.hstack([known.matrix @ vectors.rows, dense])
    matrix = hstack([*sparse, csr_matrix(dense)]).tocsr().astype(np.float32)
    penalty = np.full(matrix.shape[1], 1 / settings.strength, np.float32)
    if figures:
        penalty[-figures:] *= _FREELY
    weights = _minimised(matrix, examples, penalty, dense.shape[1])
    odds = (weights - weights[:, 1:2])[:, [0, 2, *range(3, weights.shape[1])]]
    ends = np.cumsum([part.shape[1] for part in sparse])
    parts = [*np.split(odds[: ends[-1]], ends[:-1])]
    if vectors:
        parts.append(vectors.rows @ odds[ends[-1] : len(odds) - figures])
    return _linear(blocks, parts, shape, odds[len(odds) - figures :], centre)


def _centred(figures: Floats | None, texts: int) -> tuple[Floats, Floats]:
    """The figures' means, and the figures without them; none for none."""
    if figures is None:
        return np.zeros(0), np.zeros((texts, 0))
    centre = figures.mean(axis=0)
    return centre, figures - centre


def _columns(batch: Batch, shape: Shape, kind: int, *, share: float) -> Columns:
    found = grams(batch, shape, kind)
    ones = np.ones(len(found.owner), np.float32)
    places = found.owner, found.bucket.astype(np.int64)
    counts = csr_matrix((ones, places), shape=(batch.texts, shape.buckets))
    counts.sum_duplicates()
    seen_in = np.bincount(counts.indices, minlength=shape.buckets)
    buckets = np.flatnonzero(seen_in >= 2)
    rarity = np.log((batch.texts + 1) / (seen_in[buckets] + 1)) + 1
    matrix = _normalised(counts[:, buckets], rarity, share)
    return Columns(matrix, buckets, rarity, share)


def _known(batch: Batch, vectors: Vectors, *, share: float) -> Columns:
    """The words that have vectors."""
    shape = Shape(BUCKETS, 1, 1, word_pairs=False)
    found = grams(batch, shape, WORDS)
    place = vectors.places()[found.bucket]
    mine = place >= 0
    ones = np.ones(int(mine.sum()), np.float32)
    size = batch.texts, len(vectors.rows)
    counts = csr_matrix((ones, (found.owner[mine], place[mine])), shape=size)
    counts.sum_duplicates()
    seen_in = np.bincount(counts.indices, minlength=len(vectors.rows))
    rarity = np.log((batch.texts + 1) / (seen_in + 1)) + 1
    return Columns(_normalised(counts, rarity, share), vectors.bucket, rarity, share)


def _normalised(counts: Any, rarity: Floats, share: float) -> Any:
    size = np.sqrt(np.maximum(np.asarray(counts @ rarity**2).ravel(), 1e-9))
    return (diags(share / size) @ counts @ diags(rarity)).tocsr()


def _minimised(
    matrix: Any, examples: Examples, penalty: NDArray[np.float32], wide: int
) -> Floats:
    """The weights, a row a column of the matrix.

    The last ``wide`` columns are dense and are fitted first: they say much each,
    and the n-grams then learn what is left.
    """
    start = np.zeros((matrix.shape[1] + 1, examples.allowed.shape[1]))
    if wide:
        last, light = matrix[:, -wide:].tocsr(), penalty[-wide:] / _EARLY
        alone = _descended(last, examples, light, start[-wide - 1 :], _FIRST_ROUNDS)
        start[-wide - 1 :] = alone
    return _descended(matrix, examples, penalty, start, _ROUNDS)[:-1]


def _descended(
    matrix: Any,
    examples: Examples,
    penalty: NDArray[np.float32],
    start: Floats,
    rounds: int,
) -> Floats:
    loss = _loss(matrix, examples, penalty[:, None], start.shape)
    options = {"maxiter": rounds, "maxcor": 8}
    best = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(best.x.reshape(start.shape))


def _loss(
    matrix: Any,
    examples: Examples,
    penalty: NDArray[np.float32],
    shape: tuple[int, ...],
) -> Callable[[Floats], tuple[float, Floats]]:
    columns, classes = matrix.shape[1], shape[1]
    turned = matrix.T.tocsr()
    truth = np.eye(classes, dtype=np.float32)[examples.label]
    barred = np.where(examples.allowed, 0, IMPOSSIBLE).astype(np.float32)
    rows = np.arange(len(truth))

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(shape).astype(np.float32)
        weights, intercept = both[:columns], both[columns]
        logs = log_softmax(matrix @ weights + intercept + barred)
        missed = (np.exp(logs) - truth) * examples.weight[:, None]
        down = np.vstack([turned @ missed, missed.sum(axis=0)])
        down[:columns] += penalty * weights
        down[columns] += 0.01 * intercept
        shrunk = 0.5 * float((penalty * weights.astype(np.float64) ** 2).sum())
        likely = examples.weight @ logs[rows, examples.label]
        return shrunk - likely, down.ravel().astype(np.float64)

    return loss


def log_softmax(logits: NDArray[Any]) -> NDArray[Any]:
    """The logarithms of the probabilities, row by row."""
    level = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(level - np.log(np.exp(level).sum(axis=1, keepdims=True)))


def _linear(
    blocks: list[Columns],
    odds: list[Floats],
    shape: Shape,
    figures: Floats,
    centre: Floats,
) -> Linear:
    """Fold the rarity into the weights and round everything to whole numbers.

    At run time a block is divided by the root of its summed squared rarities,
    which are stored ten times as large to survive the rounding.
    """
    scaled = [
        o * b.rarity[:, None] * b.share * np.sqrt(10.0)
        for b, o in zip(blocks, odds, strict=True)
    ]
    unit = max(float(np.abs(s).max()) for s in scaled) / FINEST
    sizes = shape.buckets, shape.buckets, BUCKETS
    tables = [
        _table(block, steps / unit, size)
        for block, steps, size in zip(blocks, scaled, sizes, strict=False)
    ]
    whole = np.zeros((len(figures), RARITY))
    whole[:, : figures.shape[1]] = figures
    linear = Linear(shape, tables[0], tables[1], unit, figures=whole, centre=centre)
    return replace(linear, known=tables[2]) if tables[2:] else linear


def _table(block: Columns, steps: Floats, buckets: int) -> Table:
    table = np.zeros((buckets, RARITY + 1), np.int16)
    table[block.buckets, : steps.shape[1]] = np.rint(steps)
    table[block.buckets, RARITY] = np.rint(10 * block.rarity**2)
    return table
