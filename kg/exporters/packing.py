"""Packing: `.gz` and `.zst` around any format, with nothing in the file that tells when it was made."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping


def gzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces packed as gzip (RFC 1952), without name and time."""
    packer = zlib.compressobj(level=6, wbits=16 + zlib.MAX_WBITS)
    yield from filter(None, map(packer.compress, pieces))
    yield packer.flush()


def zstandard(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces packed as Zstandard (RFC 8878), with a checksum."""
    from zstandard import ZstdCompressor

    packer = ZstdCompressor(level=9, write_checksum=True).compressobj()
    yield from filter(None, map(packer.compress, pieces))
    yield packer.flush()


PACKINGS: Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = {".gz": gzip, ".zst": zstandard}
"""What packs a file, by the last suffix of its name."""
