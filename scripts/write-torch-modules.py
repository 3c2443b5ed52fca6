"""Writes test/vectors/torch-modules.json: the parameters of modules of torch.nn after torch.manual_seed, as hashes.

    python3 scripts/write-torch-modules.py        written with torch 2.13.0+cpu on x86-64, glibc 2.36

The hash is the first 16 hexadecimal digits of the SHA-256 of all elements, little-endian.
"""
import hashlib
import json
from pathlib import Path

import torch
from torch import nn


class Block(nn.Module):
    """The basic block of a ResNet, with a projection."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=2, bias=False), nn.BatchNorm2d(outputs))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 1)
        self.conv2 = nn.Conv2d(width, width, 3, groups=4)
        self.conv3 = nn.Conv2d(width, 4 * width, 1)


MODULES = {
    'Sequential of Linear': lambda: nn.Sequential(nn.Linear(20, 30), nn.ReLU(), nn.Linear(30, 10, bias=False)),
    'Sequential of Embedding, LSTM, Linear': lambda: nn.Sequential(
        nn.Embedding(50, 12, padding_idx=0), nn.LSTM(12, 16), nn.Linear(16, 3)
    ),
    'Sequential of Conv1d, ConvTranspose2d': lambda: nn.Sequential(nn.Conv1d(6, 8, 5, groups=2), nn.ConvTranspose2d(4, 6, 3, groups=2)),
    'ResNet block': lambda: Block(8, 16),
    'ResNet bottleneck': lambda: Bottleneck(16, 8),
    'LSTM': lambda: nn.LSTM(7, 5),
    'LSTM of two layers in both directions': lambda: nn.LSTM(7, 5, num_layers=2, bidirectional=True),
    'LSTM with a projection': lambda: nn.LSTM(7, 6, num_layers=2, proj_size=4, bias=False),
    'LSTM in float64': lambda: nn.LSTM(7, 5, dtype=torch.float64),
    'GRU': lambda: nn.GRU(9, 4, num_layers=3, bidirectional=True),
    'RNN': lambda: nn.RNN(3, 4),
    'MultiheadAttention': lambda: nn.MultiheadAttention(16, 4),
    'MultiheadAttention of other keys': lambda: nn.MultiheadAttention(8, 2, add_bias_kv=True, kdim=5, vdim=6),
    'MultiheadAttention in bfloat16': lambda: nn.MultiheadAttention(8, 2, bias=False, dtype=torch.bfloat16),
    'TransformerEncoderLayer': lambda: nn.TransformerEncoderLayer(16, 4, dim_feedforward=32),
    'TransformerEncoderLayer without a bias': lambda: nn.TransformerEncoderLayer(8, 2, dim_feedforward=24, bias=False),
    'TransformerDecoderLayer': lambda: nn.TransformerDecoderLayer(16, 2, dim_feedforward=20),
    'Transformer': lambda: nn.Transformer(8, 2, num_encoder_layers=2, num_decoder_layers=3, dim_feedforward=16),
}


def digest(tensor):
    width = {2: torch.int16, 4: torch.int32, 8: torch.int64}[tensor.element_size()]
    return hashlib.sha256(tensor.detach().contiguous().view(width).numpy().tobytes()).hexdigest()[:16]


def recorded(seed, make):
    """Without the parameters of BatchNorm, which are ones and zeros."""
    torch.manual_seed(seed)
    module = make()
    norms = [name for name, part in module.named_modules() if isinstance(part, nn.BatchNorm2d)]
    return [
        [name, list(parameter.shape), digest(parameter)]
        for name, parameter in module.named_parameters()
        if name.rpartition('.')[0] not in norms
    ]


path = Path(__file__).resolve().parent.parent / 'test' / 'vectors' / 'torch-modules.json'
rows = [{'module': name, 'seed': seed, 'parameters': recorded(seed, make)} for seed, (name, make) in enumerate(MODULES.items())]
lines = ',\n'.join(json.dumps(row) for row in rows)
path.write_text(f'[\n{lines}\n]\n')
