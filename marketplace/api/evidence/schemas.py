"""Bodies and answers of stored files."""

from marshmallow import fields

from marketplace.api.fields import QueryCount, RegionCode, Schema


class FileFormSchema(Schema):
    """Whose the file is: an organisation's or a region's."""

    organisation_id = QueryCount(least=1, most=2**62, load_default=None)
    region_code = RegionCode(load_default=None)


class FileUploadSchema(Schema):
    """The file itself."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class FileSchema(Schema):
    """What is known of a stored file; `media_type` is read from its content."""

    id = fields.Integer()
    file_name = fields.String()
    media_type = fields.String()
    byte_size = fields.Integer()
    sha256 = fields.String()
    organisation_id = fields.Integer(allow_none=True)
    region_code = fields.String(allow_none=True)
    uploaded_at = fields.AwareDateTime()
