"""A picture of many small maps, as a PNG of few colours whose pale ones let the page through."""

import base64
import struct
import zlib

import numpy as np

from nets.figures.colours import CLASS_COLOURS

SHADES = 16  # of each class, from the page's own colour to the full one
FULL = 205  # the opacity of a full colour, of 255
N_COLOURS = len(CLASS_COLOURS)
DOTS = N_COLOURS * SHADES  # the first colour of the dots, one a class
CLEAR = DOTS + N_COLOURS
DARKER = 0.55  # of a class's colour, for its dots


def shade_of(predicted: np.ndarray, probability: np.ndarray, *, n_classes: int) -> np.ndarray:
    """The colour number of each place: that of its predicted class, paler as the probability falls to 1/K."""
    least = 1 / n_classes
    sure = np.ones(probability.shape) if n_classes == 1 else (probability - least) / (1 - least)
    shade = np.round(np.nan_to_num(np.clip(sure, 0, 1)) * (SHADES - 1))
    return (predicted % N_COLOURS * SHADES + shade).astype(np.uint8)


def dots(points: np.ndarray, labels: np.ndarray, *, size: int, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Which pixels (size, size) of a map are a row's dot, and their colour numbers; points (n, 2) from 0 to 1, the
    second coordinate upwards.
    """
    where, colour = np.zeros((size, size), bool), np.zeros((size, size), np.uint8)
    reach = int(np.ceil(radius))
    across, down = np.meshgrid(np.arange(-reach, reach + 1), np.arange(-reach, reach + 1))
    disc = np.stack([down, across], axis=-1)[across**2 + down**2 <= radius**2]
    centres = np.stack([(1 - points[:, 1]) * (size - 1), points[:, 0] * (size - 1)], axis=1).round().astype(int)
    pixels = (centres[:, None] + disc[None]).reshape(-1, 2)
    inks = np.repeat(DOTS + labels % N_COLOURS, len(disc))
    inside = ((pixels >= 0) & (pixels < size)).all(axis=1)
    rows, columns = pixels[inside].T
    where[rows, columns], colour[rows, columns] = True, inks[inside]
    return where, colour


def enlarged(tile: np.ndarray, height: int, width: int) -> np.ndarray:
    """Tiles (..., h, w) with as many pixels as asked for, each the nearest of the tile's."""
    rows = np.arange(height) * tile.shape[-2] // height
    columns = np.arange(width) * tile.shape[-1] // width
    return tile[..., rows[:, None], columns]


def data_address(pixels: np.ndarray) -> str:
    """The picture of these colour numbers (height, width) as an address that holds it, in the format of the PNG
    specification (W3C, 2003): an indexed picture with a palette and its transparency.
    """
    height, width = pixels.shape
    lines = np.concatenate([np.zeros((height, 1), np.uint8), pixels.astype(np.uint8)], axis=1)
    palette, opacity = _palette()
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", palette),
            (b"tRNS", opacity),
            (b"IDAT", zlib.compress(lines.tobytes(), 1)),
            (b"IEND", b""),
        )
    )
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _palette() -> tuple[bytes, bytes]:
    full = [tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in CLASS_COLOURS]
    colours = [colour for colour in full for _ in range(SHADES)]
    opacity = [round(FULL * shade / (SHADES - 1)) for _ in full for shade in range(SHADES)]
    colours += [tuple(round(DARKER * part) for part in colour) for colour in full] + [(0, 0, 0)]
    return bytes(part for colour in colours for part in colour), bytes(opacity + [255] * len(full) + [0])
