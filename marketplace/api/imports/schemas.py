"""Bodies and queries of imports."""

from marshmallow import fields

from marketplace.api.fields import PageQuerySchema, QueryCount, RegionCode, Schema, one_of


class UploadFormSchema(Schema):
    """What goes with an uploaded file."""

    dry_run = fields.Boolean(load_default=False)
    skip_bad_rows = fields.Boolean(load_default=False)
    organisation_id = QueryCount(least=1, most=2**62, load_default=None)
    region_code = RegionCode(load_default=None)


class UploadFilesSchema(Schema):
    """The uploaded file."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class TemplateQuerySchema(Schema):
    """Which kind of file a template is to be."""

    format = fields.String(load_default="xlsx", validate=one_of("xlsx", "csv"))


class BatchSchema(Schema):
    """An import as it stands; while it is read `rows_at_most` is a bound, and `rows_total` is known after that."""

    id = fields.Integer()
    kind = fields.String()
    state = fields.String()
    file_name = fields.String()
    sha256 = fields.String()
    is_dry_run = fields.Boolean()
    skips_bad_rows = fields.Boolean()
    rows_total = fields.Integer(allow_none=True)
    rows_at_most = fields.Integer(allow_none=True)
    rows_done = fields.Integer()
    rows_bad = fields.Integer()
    rows_written = fields.Integer()
    rows_unchanged = fields.Integer()
    ignored_columns = fields.List(fields.String())
    has_bad_rows_file = fields.Boolean()
    organisation_id = fields.Integer(allow_none=True)
    region_code = fields.String(allow_none=True)
    job_id = fields.Integer(allow_none=True)
    created_at = fields.AwareDateTime()
    committed_at = fields.AwareDateTime(allow_none=True)
    undone_at = fields.AwareDateTime(allow_none=True)
    next_actions = fields.List(fields.String())


class BatchPageSchema(Schema):
    """A page of imports."""

    items = fields.List(fields.Nested(BatchSchema))
    next = fields.String(allow_none=True)


class ProblemSchema(Schema):
    """One problem of a file, in the reader's language; personal values are masked."""

    sheet = fields.String()
    row = fields.Integer(allow_none=True)
    column = fields.String(allow_none=True)
    title = fields.String(allow_none=True)
    value = fields.String()
    code = fields.String()
    facts = fields.Dict()
    message = fields.String()
    is_warning = fields.Boolean()


class ProblemPageSchema(Schema):
    """A page of problems."""

    items = fields.List(fields.Nested(ProblemSchema))
    next = fields.String(allow_none=True)


__all__ = [
    "BatchPageSchema",
    "BatchSchema",
    "PageQuerySchema",
    "ProblemPageSchema",
    "TemplateQuerySchema",
    "UploadFilesSchema",
    "UploadFormSchema",
]
