"""Maps for other programs: CSV, Parquet and netCDF, each with a data dictionary."""

import csv
import os
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..errors import DeterrenceError, InvalidParameter
from .map_output import BITS, family_names

if TYPE_CHECKING:
    import xarray

__all__ = ["FORMATS", "MissingWriter", "dictionary", "export_map"]

#: Cells turned into rows at a time.
ROWS = 200_000

FORMATS = (".csv", ".parquet", ".nc")


class MissingWriter(DeterrenceError, ImportError):
    """What writes a format is not installed."""


def export_map(dataset: "xarray.Dataset", path: Any) -> list[Path]:
    """Write a map as one row per cell (.csv, .parquet) or as arrays (.nc).

    Parameters
    ----------
    dataset : xarray.Dataset
        As `sweep` returns it.
    path : path
        Its ending says which format. CSV and Parquet get a data dictionary beside them, ``<path>.dictionary.csv``; in
        netCDF the attributes of the variables are one.

    Returns
    -------
    list of Path
        The files written; each is written aside and moved into place.

    Raises
    ------
    InvalidParameter
        For another ending.
    ImportError
        Where the package that writes the format is missing.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise InvalidParameter(f"{str(target)!r} should end in {', '.join(FORMATS)}")
    if not target.absolute().parent.is_dir():
        raise InvalidParameter(f"there is no folder {str(target.parent)!r}; make it first, or name another")
    writers: dict[str, Callable[[Any, Path], None]] = {".csv": _csv, ".parquet": _parquet, ".nc": _netcdf}
    _aside(target, lambda aside: writers[ending](dataset, aside))
    if ending == ".nc":
        return [target]
    beside = target.with_name(target.name + ".dictionary.csv")
    _aside(beside, lambda aside: _write_dictionary(dataset, aside))
    return [target, beside]


def _aside(target: Path, write: Callable[[Path], None]) -> None:
    aside = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        write(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def dictionary(dataset: "xarray.Dataset") -> list[tuple[str, str, str, str]]:
    """Name, meaning, unit and values of every column."""
    rows = []
    for key in [*dataset.indexes, *dataset.data_vars]:
        attrs = dataset[key].attrs
        meaning = str(attrs.get("description") or attrs.get("long_name") or ("game" if key == "channel" else ""))
        rows.append((str(key), meaning, str(attrs.get("units", "")), _values(dataset, str(key))))
    return rows


def _values(dataset: "xarray.Dataset", key: str) -> str:
    attrs = dataset[key].attrs
    if key.startswith("families"):
        word = int(key.partition("_")[2] or 0)
        names = family_names(dataset)[word * BITS : (word + 1) * BITS]
        return "sum of: " + "; ".join(f"{1 << k} = {shape + ': ' if shape else ''}{n}" for k, (n, shape) in enumerate(names))
    if "flag_values" in attrs:
        pairs = zip(attrs["flag_values"], str(attrs["flag_meanings"]).split(), strict=True)
        return "; ".join(f"{value} = {word.replace('_', ' ')}" for value, word in pairs)
    return str(attrs.get("domain", ""))


def _write_dictionary(dataset: "xarray.Dataset", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("column", "meaning", "unit", "values"))
        writer.writerows(dictionary(dataset))
        writer.writerows(("(map)", f"{name}: {value}", "", "") for name, value in dataset.attrs.items())


def _frames(dataset: "xarray.Dataset") -> Iterator[Any]:
    """The map as tables, some rows at a time."""
    dims = dataset["n_components"].dims
    first, rest = dims[0], dims[1:]
    per_step = 1
    for dim in rest:
        per_step *= dataset.sizes[dim]
    step = max(1, ROWS // per_step)
    for start in range(0, dataset.sizes[first], step):
        part = dataset.isel({first: slice(start, start + step)}).load()
        yield part.to_dataframe(dim_order=[str(d) for d in dims]).reset_index()


def _csv(dataset: "xarray.Dataset", path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        for k, frame in enumerate(_frames(dataset)):
            frame.to_csv(file, index=False, header=not k, lineterminator="\n")


def _parquet(dataset: "xarray.Dataset", path: Path) -> None:
    try:
        pyarrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise MissingWriter("Parquet needs pyarrow, which is not installed; pip install pyarrow, or write .csv") from None
    writer = None
    try:
        for frame in _frames(dataset):
            table = pyarrow.Table.from_pandas(frame, preserve_index=False)
            writer = writer or parquet.ParquetWriter(path, table.schema)
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _netcdf(dataset: "xarray.Dataset", path: Path) -> None:
    if "channel" in dataset.coords:
        # netCDF knows strings of Python only
        dataset = dataset.assign_coords(channel=[str(c) for c in dataset["channel"].values])
    engines: tuple[tuple[Literal["h5netcdf", "netcdf4"], tuple[str, ...]], ...] = (
        ("h5netcdf", ("h5netcdf", "h5py")),
        ("netcdf4", ("netCDF4",)),
    )
    for engine, modules in engines:
        if all(find_spec(module) for module in modules):
            dataset.to_netcdf(path, engine=engine, format="NETCDF4")
            return
    raise MissingWriter("netCDF needs h5netcdf with h5py, or netCDF4; pip install h5netcdf h5py, or write .csv")
