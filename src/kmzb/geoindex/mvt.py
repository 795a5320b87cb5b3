"""Signs of a tile as a Mapbox Vector Tile (specification 2.1): one layer of points."""

from collections.abc import Hashable, Iterable

from kmzb.geoindex.grid import EXTENT
from kmzb.geoindex.marks import Cell

LAYER = "marks"

# Keys of protocol buffers: number of the field << 3 | kind (0 a number, 2 bytes).
_TILE_LAYER = b"\x1a"
_LAYER_NAME, _LAYER_FEATURE, _LAYER_KEY, _LAYER_VALUE = b"\x0a", b"\x12", b"\x1a", b"\x22"
_LAYER_EXTENT, _LAYER_VERSION = b"\x28", b"\x78\x02"
_FEATURE_TAGS, _FEATURE_POINT, _FEATURE_GEOMETRY = b"\x12", b"\x18\x01", b"\x22"
_VALUE_TEXT, _VALUE_NUMBER = b"\x0a", b"\x28"
_MOVE_ONCE = 9


def encode(cells: Iterable[Cell]) -> bytes:
    """Return the tile; b"" without cells. Equal cells give equal bytes."""
    keys = _Table()
    values = _Table()
    features = [_feature(cell, keys, values) for cell in cells]
    if not features:
        return b""
    layer = b"".join(
        [
            _LAYER_VERSION,
            _LAYER_NAME,
            _sized(LAYER.encode()),
            *(_LAYER_FEATURE + _sized(feature) for feature in features),
            *(_LAYER_KEY + _sized(str(key).encode()) for key in keys),
            *(_LAYER_VALUE + _sized(_value(value)) for value in values),
            _LAYER_EXTENT,
            _varint(EXTENT),
        ]
    )
    return _TILE_LAYER + _sized(layer)


class _Table(dict[Hashable, int]):
    """Numbers things as they first come."""

    def __missing__(self, thing: Hashable) -> int:
        self[thing] = number = len(self)
        return number


def _feature(cell: Cell, keys: _Table, values: _Table) -> bytes:
    tags = [keys["count"], values[cell.count]]
    for code, count in cell.by_status:
        tags += (keys[code], values[count])
    if cell.single is not None:
        for name in ("id", "category", "status", "changed"):
            tags += (keys[name], values[getattr(cell.single, name)])
    geometry = _varints((_MOVE_ONCE, cell.x << 1, cell.y << 1))
    return b"".join((_FEATURE_TAGS, _sized(_varints(tags)), _FEATURE_POINT, _FEATURE_GEOMETRY, _sized(geometry)))


def _value(value: Hashable) -> bytes:
    if isinstance(value, int):
        return _VALUE_NUMBER + _varint(value)
    return _VALUE_TEXT + _sized(str(value).encode())


def _sized(content: bytes) -> bytes:
    return _varint(len(content)) + content


def _varints(numbers: Iterable[int]) -> bytes:
    return b"".join(_SHORT[number] if number < len(_SHORT) else _varint(number) for number in numbers)


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 0x7F:  # noqa: PLR2004  # seven bits a byte
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


# Most numbers of a tile are small.
_SHORT = [_varint(number) for number in range(2 * EXTENT)]
