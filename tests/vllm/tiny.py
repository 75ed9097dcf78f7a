"""Makes the smallest model that vLLM serves: a random Qwen2 over bytes, in the folder named on the command line.

Runs in vLLM's own environment. It knows no language: what it writes is noise. Its only lean (`LEAN`) is
towards ending what it began and away from blanks and control characters, so that a string is some tens of bytes and no
reply fills the whole window.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

START, END, PAD = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
WINDOW, WIDTH, HEADS, LAYERS = 32768, 128, 2, 2
STEADY = 16.0
LEAN = {'"': 5.5, "}": 5.0, "]": 5.0, ",": 3.0, "?": -6.0} | dict.fromkeys(map(chr, range(0x100, 0x121)), -12.0)
TEMPLATE = """
{%- if tools %}<|im_start|>system
# Tools
<tools>
{%- for tool in tools %}
{{ tool | tojson }}
{%- endfor %}
</tools>
<tool_call>{"name": ..., "arguments": ...}</tool_call><|im_end|>
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}
{%- for call in message.tool_calls or [] %}
<tool_call>{{ call.function | tojson }}</tool_call>
{%- endfor %}<|im_end|>
{% endfor %}
{%- if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""


def letters() -> Tokenizer:
    """Every byte is a token; no merges."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    made = Tokenizer(models.BPE(vocab={letter: n for n, letter in enumerate(alphabet)}, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    return made


def made(folder: Path) -> None:
    tokens = PreTrainedTokenizerFast(
        tokenizer_object=letters(), eos_token=END, pad_token=PAD, additional_special_tokens=[START],
        chat_template=TEMPLATE, model_max_length=WINDOW,
    )
    tokens.save_pretrained(folder)
    torch.manual_seed(7)
    model = Qwen2ForCausalLM(Qwen2Config(
        vocab_size=len(tokens), hidden_size=WIDTH, intermediate_size=2 * WIDTH, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, num_key_value_heads=1, max_position_embeddings=WINDOW, initializer_range=0.2,
        tie_word_embeddings=False, eos_token_id=tokens.eos_token_id, pad_token_id=tokens.pad_token_id,
    ))
    with torch.no_grad():  # one width is the same in every state: what the last layer gives it is a lean
        model.model.embed_tokens.weight[:, 0] = STEADY
        for layer in model.model.layers:
            layer.self_attn.o_proj.weight[0] = layer.mlp.down_proj.weight[0] = 0.0
        model.lm_head.weight[:, 0] = 0.0
        for letter, lean in LEAN.items():
            model.lm_head.weight[tokens.convert_tokens_to_ids(letter), 0] = lean
    model.to(torch.bfloat16).save_pretrained(folder)


if __name__ == "__main__":
    made(Path(sys.argv[1]))
