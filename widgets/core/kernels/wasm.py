"""Turn the WebAssembly object file that LLVM emits into a module that a page can run, without a linker.

An object file already is a module. It lacks an export, and where the code needs a stack it imports the pointer to it.
Both are repaired here, the custom sections are dropped, and the import section is checked: memory, nothing else.
Format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md
"""

from __future__ import annotations

from collections.abc import Iterator

MEMORY = "env.__linear_memory"
STACK_POINTER = "env.__stack_pointer"
HEADER = b"\0asm\1\0\0\0"
CUSTOM, IMPORT, GLOBAL, EXPORT, DATA = 0, 2, 6, 7, 11
AFTER_GLOBAL = frozenset({7, 8, 9, 12, 10, 11})  # sections come in a fixed order; 12, the data count, before the code
AFTER_EXPORT = AFTER_GLOBAL - {EXPORT}
FUNCTION_IMPORT, TABLE_IMPORT, MEMORY_IMPORT, GLOBAL_IMPORT = range(4)
SYMBOL_TABLE, FUNCTION_SYMBOL, DATA_SYMBOL, SECTION_SYMBOL = 8, 0, 1, 3
UNDEFINED, EXPLICIT_NAME = 0x10, 0x40
LIMIT = 16 * 1024  # bytes of a module, and of its constants in memory
STACK_TOP = LIMIT + 64 * 1024  # a module's memory: constants, then a stack that grows down, then the five arguments
I32, MUTABLE, I32_CONST, END = 0x7F, 1, 0x41, 0x0B


class ImportsError(Exception):
    """The code calls what no page has; `names` are the C names of the functions."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class Reader:
    """Reads a section from left to right."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at = data, at

    def byte(self) -> int:
        """Read one byte."""
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """Read an unsigned LEB128 number."""
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return result

    def bytes(self) -> bytes:
        """Read a length and as many bytes."""
        length = self.number()
        self.at += length
        return self.data[self.at - length : self.at]

    def name(self) -> str:
        """Read a length and a text of as many bytes."""
        return self.bytes().decode()


def unsigned(number: int) -> bytes:
    """Encode as unsigned LEB128."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number: int) -> bytes:
    """Encode as signed LEB128."""
    out = bytearray()
    while not -0x40 <= number < 0x40:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number & 0x7F)
    return bytes(out)


def sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the id and the body of each section."""
    if not module.startswith(HEADER):
        raise ValueError("not a WebAssembly module")
    reader = Reader(module, len(HEADER))
    while reader.at < len(module):
        yield reader.byte(), reader.bytes()


def imports(module: bytes) -> list[str]:
    """Return the names of all imports, such as "env.__linear_memory"."""
    return [name for body in _bodies(module, IMPORT) for name, _, _ in _entries(body)]


def data_end(module: bytes) -> int:
    """Return the first address behind the constants that the module puts into memory."""
    end = 0
    for body in _bodies(module, DATA):
        reader = Reader(body)
        for _ in range(reader.number()):
            if reader.number() != 0 or reader.byte() != I32_CONST:
                raise ValueError("a data segment without a fixed address")
            start = reader.number()  # addresses are small and positive: the signed encoding reads alike
            if reader.byte() != END:
                raise ValueError("a data segment without a fixed address")
            end = max(end, start + len(reader.bytes()))
    return end


def link(obj: bytes, symbol: str, export: str, stack_top: int) -> bytes:
    """Return the module that exports function `symbol` of the object file `obj` as `export`.

    Its stack, if it needs one, grows down from the address `stack_top`. Raises ImportsError naming what else it needs.
    """
    foreign = [name for name in imports(obj) if name not in (MEMORY, STACK_POINTER)]
    if foreign:
        raise ImportsError([name.partition(".")[2] for name in foreign])
    tables = (body for body in _bodies(obj, CUSTOM) if Reader(body).name() == "linking")
    name = export.encode()
    exported = unsigned(1) + unsigned(len(name)) + name + b"\0" + unsigned(_function_index(next(tables), symbol))
    pointer = unsigned(1) + bytes([I32, MUTABLE, I32_CONST]) + signed(stack_top) + bytes([END])
    pending = [(AFTER_EXPORT, EXPORT, exported)]
    if STACK_POINTER in imports(obj):
        pending.insert(0, (AFTER_GLOBAL, GLOBAL, pointer))
    out = bytearray(HEADER)
    for kind, body in sections(obj):
        while pending and kind in pending[0][0]:
            out += _section(*pending.pop(0)[1:])
        if kind == IMPORT:
            kept = [entry for name, _, entry in _entries(body) if name == MEMORY]
            out += _section(kind, unsigned(len(kept)) + b"".join(kept))
        elif kind != CUSTOM:
            out += _section(kind, body)
    return bytes(out)


def _bodies(module: bytes, wanted: int) -> Iterator[bytes]:
    return (body for kind, body in sections(module) if kind == wanted)


def _section(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + unsigned(len(body)) + body


def _entries(body: bytes) -> Iterator[tuple[str, int, bytes]]:
    """Yield name, kind and encoded form of each import."""
    reader = Reader(body)
    for _ in range(reader.number()):
        start = reader.at
        name, kind = f"{reader.name()}.{reader.name()}", reader.byte()
        if kind == FUNCTION_IMPORT:
            reader.number()
        elif kind == GLOBAL_IMPORT:
            reader.at += 2
        else:
            if kind == TABLE_IMPORT:
                reader.byte()
            bounded = reader.number() & 1
            reader.number()
            if bounded:
                reader.number()
        yield name, kind, body[start : reader.at]


def _function_index(linking: bytes, symbol: str) -> int:
    """Look `symbol` up in the symbol table of the linking section."""
    reader = Reader(linking)
    reader.name(), reader.number()  # "linking" and its version
    while reader.at < len(linking):
        kind, body = reader.byte(), reader.bytes()
        if kind != SYMBOL_TABLE:
            continue
        table = Reader(body)
        for _ in range(table.number()):
            what, flags = table.byte(), table.number()
            if what == DATA_SYMBOL:
                table.name()
                if not flags & UNDEFINED:
                    table.number(), table.number(), table.number()
                continue
            index = table.number()
            if what == SECTION_SYMBOL or (flags & UNDEFINED and not flags & EXPLICIT_NAME):
                continue
            if table.name() == symbol and what == FUNCTION_SYMBOL:
                return index
    raise LookupError(symbol)
