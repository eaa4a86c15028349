"""Published input schemas of models become forms, and the forms' values become the bodies that providers take."""

from imagen.providers.schema.conversion import convert
from imagen.providers.schema.converted import ConvertedSchema, SeedLimits
from imagen.providers.schema.file_limits import FileLimits
from imagen.providers.schema.files import Dialect
from imagen.providers.schema.model_type import TypeGuess, guess_type
from imagen.providers.schema.notes import FieldNote, NoteKind, Why
from imagen.providers.schema.published import Published, civitai_schemas, cog_schemas, fal_schemas

__all__ = [
    "ConvertedSchema",
    "Dialect",
    "FieldNote",
    "FileLimits",
    "NoteKind",
    "Published",
    "SeedLimits",
    "TypeGuess",
    "Why",
    "civitai_schemas",
    "cog_schemas",
    "convert",
    "fal_schemas",
    "guess_type",
]
