"""Fit a linear model to labelled texts. Needs SciPy; the program itself does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack

from sentiment.codes import Batch
from sentiment.features import Grams, Shape, character_grams, word_grams
from sentiment.linear import RARITY, Floats, Linear, Table

IMPOSSIBLE = -30.0
FINEST = 2_000  # steps from 0 to the largest weight of a table


@dataclass(frozen=True, slots=True)
class Examples:
    """What to learn from; all of one length.

    ``allowed`` says which classes an example could have had: a review from a set
    without neutral rows says nothing of how rare neutral is. ``group`` chooses
    the intercept, so that the share of a class in one language is not learned
    as the meaning of that language's words.
    """

    label: NDArray[np.int64]
    weight: Floats
    allowed: NDArray[np.bool_]
    group: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """One block of features: the buckets seen at least twice, and their rarity."""

    matrix: Any
    buckets: NDArray[np.int64]
    rarity: Floats
    share: float


def fit_linear(
    batch: Batch, examples: Examples, shape: Shape, *, strength: float, words: float
) -> tuple[Linear, Floats]:
    """The model and one intercept a group (of no use to the model itself).

    ``strength`` is the inverse of the penalty; ``words`` how loud words are
    beside characters.
    """
    blocks = [
        _columns(character_grams(batch, shape), batch.texts, shape, share=1.0),
        _columns(word_grams(batch, shape), batch.texts, shape, share=words),
    ]
    matrix = hstack([block.matrix for block in blocks]).tocsr().astype(np.float32)
    weights, intercepts = _minimised(matrix, examples, strength)
    odds = (weights - weights[:, 1:2])[:, [0, 2, *range(3, weights.shape[1])]]
    split = len(blocks[0].buckets)
    parts = [odds[:split], odds[split:]]
    return _linear(blocks, parts, shape), intercepts


def _columns(grams: list[Grams], texts: int, shape: Shape, *, share: float) -> Columns:
    owner = np.concatenate([gram.owner[~gram.void] for gram in grams])
    bucket = np.concatenate([gram.bucket[~gram.void] for gram in grams])
    bucket = bucket.astype(np.int64)
    ones = np.ones(len(owner), np.float32)
    counts = csr_matrix((ones, (owner, bucket)), shape=(texts, shape.buckets))
    counts.sum_duplicates()
    seen_in = np.bincount(counts.indices, minlength=shape.buckets)
    buckets = np.flatnonzero(seen_in >= 2)
    rarity = np.log((texts + 1) / (seen_in[buckets] + 1)) + 1
    counts = counts[:, buckets]
    size = np.sqrt(np.maximum(np.asarray(counts @ rarity**2).ravel(), 1e-9))
    matrix = diags(share / size) @ counts @ diags(rarity)
    return Columns(matrix.tocsr(), buckets, rarity, share)


def _minimised(
    matrix: Any, examples: Examples, strength: float
) -> tuple[Floats, Floats]:
    classes, groups = examples.allowed.shape[1], int(examples.group.max()) + 1
    shape = (matrix.shape[1] + groups, classes)
    start = np.zeros(shape[0] * classes)
    loss = _loss(matrix, examples, strength, shape)
    options = {"maxiter": 60, "maxcor": 8}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    solved = best.x.reshape(shape)
    return solved[:-groups], solved[-groups:]


def _loss(
    matrix: Any, examples: Examples, strength: float, shape: tuple[int, int]
) -> Callable[[Floats], tuple[float, Floats]]:
    columns, classes = matrix.shape[1], shape[1]
    turned = matrix.T.tocsr()
    truth = np.eye(classes, dtype=np.float32)[examples.label]
    barred = np.where(examples.allowed, 0, IMPOSSIBLE).astype(np.float32)
    groups = np.eye(shape[0] - columns, dtype=np.float32)[examples.group]
    rows = np.arange(len(truth))

    def loss(flat: Floats) -> tuple[float, Floats]:
        both = flat.reshape(shape).astype(np.float32)
        weights, intercepts = both[:columns], both[columns:]
        logs = log_softmax(matrix @ weights + groups @ intercepts + barred)
        missed = (np.exp(logs) - truth) * examples.weight[:, None]
        down = np.vstack([turned @ missed, groups.T @ missed])
        down[:columns] += weights / strength
        down[columns:] += 0.01 * intercepts
        penalty = 0.5 * (weights.astype(np.float64) ** 2).sum() / strength
        likely = examples.weight @ logs[rows, examples.label]
        return penalty - likely, down.ravel().astype(np.float64)

    return loss


def log_softmax(logits: NDArray[Any]) -> NDArray[Any]:
    """The logarithms of the probabilities, row by row."""
    level = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(level - np.log(np.exp(level).sum(axis=1, keepdims=True)))


def _linear(blocks: list[Columns], odds: list[Floats], shape: Shape) -> Linear:
    """Fold the rarity into the weights and round everything to whole numbers.

    At run time a block is divided by the root of its summed squared rarities,
    which are stored ten times as large to survive the rounding.
    """
    scaled = [
        o * b.rarity[:, None] * b.share * np.sqrt(10.0)
        for b, o in zip(blocks, odds, strict=True)
    ]
    unit = max(float(np.abs(s).max()) for s in scaled) / FINEST
    tables = [_table(b, s / unit, shape) for b, s in zip(blocks, scaled, strict=True)]
    return Linear(shape, tables[0], tables[1], unit)


def _table(block: Columns, steps: Floats, shape: Shape) -> Table:
    table = np.zeros((shape.buckets, RARITY + 1), np.int16)
    table[block.buckets, : steps.shape[1]] = np.rint(steps)
    table[block.buckets, RARITY] = np.rint(10 * block.rarity**2)
    return table
