"""The files that an export is: one, or several that belong together, in a zip."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in a zip, so that the same export is the same file


@dataclass(frozen=True, eq=False)
class Bundle:
    """Files by name, the first of them the one that was asked for."""

    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """The name of the file that was asked for."""
        return next(iter(self.files))

    @property
    def content(self) -> bytes:
        """That file itself."""
        return self.files[self.name]

    def one_file(self) -> tuple[str, bytes]:
        """The name and the bytes of one file: the only one, or a zip of all whose name tells what it is, as in
        iris_net_keras.zip.
        """
        if len(self.files) == 1:
            return self.name, self.content
        stem, _, ending = self.name.rpartition(".")
        return f"{stem}_{ending}.zip", zipped(self.files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def npz_of(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Arrays by name as numpy keeps them."""
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()
