"""What can go wrong with shipments."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class ShipmentUnknown(NotFound):
    """The order has no such shipment."""

    code = "shipment.not_found"
    zh = "没有这次发货"
    en = "There is no such shipment"


class ShipmentReceived(Conflict):
    """A shipment is received once."""

    code = "shipment.received"
    zh = "这次发货已经验收"
    en = "This shipment has been received already"


class LineNotOrdered(Invalid):
    """The order or the shipment has no line with this number."""

    code = "order_line.unknown"
    zh = "没有第 {number} 行"
    en = "There is no line {number}"


class LineTwice(Invalid):
    """A line number stands twice."""

    code = "order_line.twice"
    zh = "第 {number} 行出现了两次"
    en = "Line {number} stands twice"


class ShipsTooMuch(Invalid):
    """More is shipped than is left to ship."""

    code = "order_line.ships_too_much"
    zh = "超过未发数量 {left}"
    en = "Only {left} are left to ship"


class LotUnknown(Invalid):
    """The line's product has no such lot."""

    code = "order_line.lot_unknown"
    zh = "该产品没有批号“{lot_number}”"
    en = "The product has no lot “{lot_number}”"


class LotDiffers(Invalid):
    """A line ships from one lot, because its lot decides which households share its sale."""

    code = "order_line.lot_differs"
    zh = "该行此前从另一批号（或未注明批号）发货；一行只能对应一个批号"
    en = "The line shipped from another lot before, or from none; a line has one lot"
