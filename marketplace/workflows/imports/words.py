"""The Chinese words of enumerated columns, as the glossary has them; files may hold the word or the code."""

from collections.abc import Mapping
from typing import Final

from marketplace.accounts.rules import BuyerKind
from marketplace.catalogue.rules import BaseUnit, ProductCategory
from marketplace.households.rules import HouseholdCategory, Mechanism
from marketplace.reporting.rules import EventKind, OutletKind
from marketplace.sales.rules import Channel
from marketplace.suppliers.rules import SupplierKind

CHANNELS: Final[Mapping[str, Channel]] = {
    "政府采购": Channel.GOVERNMENT_PURCHASE,
    "学校采购": Channel.SCHOOL_PURCHASE,
    "企业采购": Channel.ENTERPRISE_PURCHASE,
    "工会采购": Channel.UNION_PURCHASE,
    "帮扶单位和干部采购": Channel.HELPER_PURCHASE,
    "东西部协作采购": Channel.EAST_WEST,
    "网络零售": Channel.ONLINE_RETAIL,
    "专馆专柜专区": Channel.OUTLET,
    "展销活动": Channel.EVENT,
    "直播带货": Channel.LIVESTREAM,
    "其他": Channel.OTHER,
}

BUYER_KINDS: Final[Mapping[str, BuyerKind]] = {
    "机关事业单位": BuyerKind.AGENCY,
    "学校": BuyerKind.SCHOOL,
    "企业": BuyerKind.ENTERPRISE,
    "工会": BuyerKind.UNION,
    "医院": BuyerKind.HOSPITAL,
    "其他": BuyerKind.OTHER,
}

SUPPLIER_KINDS: Final[Mapping[str, SupplierKind]] = {
    "企业": SupplierKind.ENTERPRISE,
    "合作社": SupplierKind.COOPERATIVE,
    "家庭农场": SupplierKind.FAMILY_FARM,
    "代理商": SupplierKind.AGENT,
}

PRODUCT_CATEGORIES: Final[Mapping[str, ProductCategory]] = {
    "水果": ProductCategory.FRUIT,
    "蔬菜": ProductCategory.VEGETABLE,
    "粮油": ProductCategory.GRAIN_OIL,
    "肉类": ProductCategory.MEAT,
    "禽蛋奶": ProductCategory.EGG_DAIRY,
    "茶叶": ProductCategory.TEA,
    "中药材": ProductCategory.MEDICINAL,
    "干果": ProductCategory.NUTS,
    "加工食品": ProductCategory.PROCESSED,
    "手工艺品": ProductCategory.CRAFT,
    "服务": ProductCategory.SERVICE,
    "其他": ProductCategory.OTHER,
}

BASE_UNITS: Final[Mapping[str, BaseUnit]] = {
    "克": BaseUnit.GRAM,
    "毫升": BaseUnit.MILLILITRE,
    "件": BaseUnit.PIECE,
}

HOUSEHOLD_CATEGORIES: Final[Mapping[str, HouseholdCategory]] = {
    "脱贫不稳定": HouseholdCategory.UNSTABLE,
    "边缘易致贫": HouseholdCategory.MARGINAL,
    "突发严重困难": HouseholdCategory.SUDDEN_HARDSHIP,
    "建档立卡户": HouseholdCategory.REGISTERED_POOR,
    "脱贫户": HouseholdCategory.LIFTED_OUT,
    "脱贫不稳定户": HouseholdCategory.UNSTABLE,
    "边缘易致贫户": HouseholdCategory.MARGINAL,
    "突发严重困难户": HouseholdCategory.SUDDEN_HARDSHIP,
}

MECHANISMS: Final[Mapping[str, Mechanism]] = {
    "收购": Mechanism.DIRECT_PURCHASE,
    "订单": Mechanism.CONTRACT_FARMING,
    "务工": Mechanism.EMPLOYMENT,
    "分红": Mechanism.DIVIDEND,
    "土地流转": Mechanism.LAND_LEASE,
    "托管代养": Mechanism.CUSTODY,
    "其他": Mechanism.OTHER,
}

OUTLET_KINDS: Final[Mapping[str, OutletKind]] = {
    "专馆": OutletKind.HALL,
    "专柜": OutletKind.COUNTER,
    "专区": OutletKind.ZONE,
    "体验馆": OutletKind.EXPERIENCE_HALL,
    "销售窗口": OutletKind.WINDOW,
}

EVENT_KINDS: Final[Mapping[str, EventKind]] = {
    "展销会": EventKind.FAIR,
    "产销对接会": EventKind.MATCHMAKING,
    "直播带货": EventKind.LIVESTREAM,
    "消费帮扶月": EventKind.CAMPAIGN,
    "其他": EventKind.OTHER,
}
