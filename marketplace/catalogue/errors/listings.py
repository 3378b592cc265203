"""What can go wrong with products and their listing versions."""

from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class ProductUnknown(NotFound):
    """There is no such product, or it is not the caller's."""

    code = "product.not_found"
    zh = "没有产品编号 {value}"
    en = "There is no product {value}"


class VersionUnknown(NotFound):
    """There is no such listing version, or it is not the caller's."""

    code = "listing_version.not_found"
    zh = "没有这个上架版本"
    en = "There is no such listing version"


class NumberTaken(Conflict):
    """Another product or SKU has this number."""

    code = "product.number_taken"
    zh = "编号 {value} 已被使用"
    en = "The number {value} is taken"


class PackChanged(Conflict):
    """The pack of a known SKU never changes: orders point at it; another pack is another SKU."""

    code = "sku.pack_changed"
    zh = "规格 {sku} 的包装不能更改，请使用新的规格编号"
    en = "The pack of SKU {sku} never changes; give another pack a code of its own"


class SkuRepeated(Invalid):
    """A listing names a SKU, or a quantity of its price tiers, twice."""

    code = "listing.repeated"
    zh = "规格或阶梯数量重复"
    en = "A SKU or the quantity of a price tier stands twice"


class TiersWrong(Invalid):
    """Price tiers must fall or stay as the quantity grows."""

    code = "listing.tiers_wrong"
    zh = "数量越多单价不能越高"
    en = "The unit price must not rise with the quantity"


class PriceMissing(Invalid):
    """A listing offers no SKU, or a SKU has no price tier."""

    code = "listing.price_missing"
    zh = "至少需要一个规格，每个规格至少需要一个阶梯价"
    en = "Give at least one SKU, and each at least one price tier"


class PackIncomplete(Invalid):
    """A new SKU does not say what its pack is."""

    code = "sku.pack_incomplete"
    zh = "新规格须写明规格、单位、折合数量和折合单位"
    en = "A new SKU needs specification, unit, base quantity and base unit"


class PhotosTooMany(Invalid):
    """A listing shows more photographs than a page should."""

    code = "listing.photos_too_many"
    zh = "最多 {most} 张照片"
    en = "At most {most} photographs"


class NothingChanged(Conflict):
    """An edit says what is offered or in review already."""

    code = "listing.nothing_changed"
    zh = "内容没有变化"
    en = "Nothing was changed"


class OwnListing(Forbidden):
    """Nobody reviews what they submitted."""

    code = "separation_of_duties"
    zh = "不能审核自己提交的内容"
    en = "Nobody reviews what they submitted"


class NotOnSale(Conflict):
    """The product has no version on sale, or none that was withdrawn."""

    code = "listing.not_on_sale"
    zh = "产品当前没有可下架或可重新上架的版本"
    en = "The product has no version to take off sale or put back on"
