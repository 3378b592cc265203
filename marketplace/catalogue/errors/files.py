"""What can be wrong with a row of a product file."""

from marketplace.kernel.errors import Invalid


class CategoryFixed(Invalid):
    """The category of a known product is changed by the platform alone."""

    code = "product.category_fixed"
    zh = "已有产品的类别由平台更改"
    en = "The category of a known product is changed by the platform"


class CategoryOfSold(Invalid):
    """The category of what was sold stays, because figures by category would move for days that are past."""

    code = "product.category_of_sold"
    zh = "该产品已有销售，类别不能更改；请以新的产品编号登记"
    en = "This product was sold, so its category stays; register it under another number"


class PriceNotPositive(Invalid):
    """A price is zero or below."""

    code = "product.price_not_positive"
    zh = "单价应大于零"
    en = "The price must be above zero"


class CertificationIncomplete(Invalid):
    """A certification needs its batch and its first day."""

    code = "certification.incomplete"
    zh = "认定批次和认定起始须同时填写"
    en = "Give batch and first day of a certification together"


class CertificationLeftToStaff(Invalid):
    """Certification columns of a supplier's file are not taken over."""

    code = "certification.left_to_staff"
    zh = "产品认定由主管部门办理，本列未采用"
    en = "Certification is decided by staff; this column is not taken over"
