"""Tiny sentence-transformers models, made and saved here as any model is. Not a test."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

CHARACTERS = "?数控车床主轴转速香肠杀菌温度直播间商品问文：夹紧压力每班检查冷却液浓度"


def cross_encoder(folder: Path) -> str:
    """A transformer of two small layers over characters, with random weights and one score."""
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=5 + len(set(CHARACTERS)), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=128, num_labels=1, initializer_range=1.0,
    )  # fmt: skip
    folder.mkdir(parents=True)
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    (folder / "vocab.txt").write_text("\n".join([*special, *dict.fromkeys(CHARACTERS)]), encoding="utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=128).save_pretrained(str(folder))
    BertForSequenceClassification(config).save_pretrained(str(folder))
    return str(folder)


def saved(folder: Path, size: int = 64, seed: int = 1) -> str:
    """A static model of one vector per character; characters it does not know are one."""
    characters = dict.fromkeys(CHARACTERS)
    tokenizer = Tokenizer(WordLevel({c: n for n, c in enumerate(characters)}, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    rng = random.Random(seed)
    weights = np.array([[rng.gauss(0, 1) for _ in range(size)] for _ in characters], dtype=np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu")
    model.save(str(folder))
    return str(folder)
