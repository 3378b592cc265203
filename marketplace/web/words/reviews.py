"""The words of staff's work queue and of the reviews of suppliers and products."""

from collections.abc import Mapping
from typing import Final

REVIEWS: Final[Mapping[str, tuple[str, str]]] = {
    "office_start": ("待办", "What waits"),
    "office_start_about": (
        "本人职责范围内等待办理的事项，等待最久的在前；本人录入的由他人办理，不在此列。",
        (
            "What waits in your regions and is yours to decide, the longest waiting first; what you entered waits for"
            " another person and is not listed."
        ),
    ),
    "office_nothing_waits": (
        "目前没有需要您办理的事项。新的申请、版本和上报会出现在这里。",
        "Nothing waits for you. New applications, versions and reports will appear here.",
    ),
    "office_reads_only": (
        "您的职责只查看、不审批，可从下面的入口查询。",
        "Your duties read and decide nothing: look things up below.",
    ),
    "work_kind": ("事项", "Kind"),
    "work_number": ("件数", "Number"),
    "waits_since": ("最早提交", "Since"),
    "waits_longest": ("等待最久", "Waiting longest"),
    "waits_days": ("已等待 {days} 天", "{days} days"),
    "waits_today": ("今天提交", "since today"),
    "look_up": ("查询", "Look things up"),
    "work.recommend_operation": ("供应商推荐（经营和质量）", "Suppliers to recommend for operation"),
    "work.recommend_linkage": ("供应商推荐（联农带农）", "Suppliers to recommend for linkage"),
    "work.review_supplier": ("供应商认定审核", "Suppliers to review"),
    "work.review_listing": ("商品上架审核", "Listing versions to review"),
    "work.verify_linkage": ("联结核实", "Linkages to verify"),
    "work.approve_roster": ("带贫名册审批", "Rosters to approve"),
    "work.verify_payment": ("到户付款核实", "Payments to households to verify"),
    "work.approve_report": ("销售情况上报审批", "Sales reports to approve"),
    "work.decide_look_alike": ("疑似重复销售", "Look-alike sales to decide"),
    "work.match_bank_line": ("银行流水对账", "Bank lines to match"),
    "work.commit_import": ("导入文件确认", "Imports to commit"),
    "narrow_region": ("下级区域", "Regions below"),
    "no_file": ("无文件", "No file"),
    "remark": ("说明", "Remark"),
    "choose": ("请选择", "Choose"),
    "find_go": ("查找", "Find"),
    "office_suppliers": ("供应商", "Suppliers"),
    "office_suppliers_about": (
        "认定申请、有效期和暂停、取消情况",
        "Applications, how long certifications hold, suspensions and withdrawals",
    ),
    "find_supplier": ("单位名称或统一社会信用代码", "Name or credit code"),
    "certified_state": ("认定状态", "Standing"),
    "days_of": ("起止日期", "Days"),
    "runs_out": ("到期时间", "Runs out"),
    "runs_out_within": ("{days} 天内到期", "within {days} days"),
    "runs_out_any": ("不限", "Any time"),
    "no_suppliers_here": ("没有符合条件的供应商，请放宽条件。", "No supplier matches: ask for less."),
    "show_all_suppliers": ("查看全部供应商", "Show all suppliers"),
    "supplier_kind.enterprise": ("企业", "Enterprise"),
    "supplier_kind.cooperative": ("合作社", "Cooperative"),
    "supplier_kind.family_farm": ("家庭农场", "Family farm"),
    "supplier_kind.agent": ("代理商", "Agent"),
    "application_round": ("第 {round} 次提交", "round {round}"),
    "attempt_number": ("第 {number} 次上传", "attempt {number}"),
    "no_application": (
        "该供应商没有认定申请。",
        "This supplier has made no application.",
    ),
    "all_applications": ("历次申请", "All applications"),
    "suspensions_of": ("暂停记录", "Suspensions"),
    "own_application": (
        "材料由您提交，须由他人审核。",
        "You handed this in yourself: another person decides on it.",
    ),
    "own_word": (
        "您已代表一个部门提出意见，另一部门须由他人提出。",
        "You spoke for one office already: the other one is spoken for by another person.",
    ),
    "two_offices": ("两部门意见", "The word of the two offices"),
    "no_word_yet": ("两部门尚未提出意见。", "No office has spoken yet."),
    "accept_answer": ("通过", "Accept"),
    "reject_answer": ("退回此项", "Reject"),
    "answer_accepted": ("已通过。", "Accepted."),
    "answer_rejected": ("已退回此项，供应商可重新上传。", "Rejected: the supplier may hand it in anew."),
    "reject_title": ("退回材料", "Reject a document"),
    "reject_what": (
        "写明缺什么、错在哪里，供应商据此重新上传。",
        "Say what is missing or wrong: the supplier hands it in anew by it.",
    ),
    "say_operation": ("提出经营和质量意见", "Speak on operation and quality"),
    "say_linkage": ("提出联农带农意见", "Speak on linkage"),
    "say_operation_what": (
        "农业农村部门核对经营、产能和质量。两部门都同意后进入平台审核。",
        (
            "The agriculture office checks operation, capacity and quality. Once both offices recommend it,"
            " the platform reviews."
        ),
    ),
    "say_linkage_what": (
        "乡村振兴部门核对联农带农。两部门都同意后进入平台审核。",
        (
            "The revitalisation office checks the linkage with households. Once both offices recommend it, the platform"
            " reviews."
        ),
    ),
    "word_of_office": ("意见", "Word"),
    "favours": ("同意推荐", "Recommends"),
    "favours_not": ("不予推荐", "Does not recommend"),
    "favours_not_back": ("不予推荐，退回补正", "Does not recommend: back to be mended"),
    "word_reason_how": ("不予推荐时必须写明原因。", "Needed where it is not recommended."),
    "give_word": ("提交意见", "Give this word"),
    "word_given": ("意见已记录。", "The word was recorded."),
    "certify": ("认定", "Certify"),
    "certify_title": ("认定供应商", "Certify the supplier"),
    "certify_what": (
        "有效期内供应商可以接受订单；到期前系统会提醒续期。不填截止日期则长期有效。",
        "While it holds, the supplier takes orders; it is reminded before the end. Without a last day it holds openly.",
    ),
    "certified_from": ("起始日期", "First day"),
    "certified_through": ("截止日期（含）", "Last day"),
    "supplier_certified": ("已认定。", "Certified."),
    "send_back": ("退回", "Send back"),
    "send_back_title": ("退回补正", "Send back to be mended"),
    "application_back_what": (
        "供应商补正后重新提交，两部门重新提出意见。",
        "The supplier mends it and submits again; then both offices speak anew.",
    ),
    "application_back": ("已退回供应商补正。", "Sent back to be mended."),
    "refuse_it": ("不予认定", "Refuse"),
    "refuse_application": ("不予认定", "Refuse the application"),
    "refuse_what_supplier": (
        "本次申请到此结束，不能恢复；供应商可以另行申请。",
        "This ends the application for good; the supplier may make another.",
    ),
    "application_refused": ("已决定不予认定。", "The application was refused."),
    "suspend": ("暂停", "Suspend"),
    "suspend_title": ("暂停供应商", "Suspend the supplier"),
    "suspend_what": (
        "从今天起不能接受新订单，在办订单照常完成。不填截止日期则到恢复为止。",
        "From today it takes no new orders; running ones are finished. Without a last day it lasts until it is lifted.",
    ),
    "suspended_through": ("暂停至（含）", "Through"),
    "supplier_suspended": ("已暂停。", "Suspended."),
    "lift": ("恢复", "Lift the suspension"),
    "lift_title": ("恢复供应商", "Lift the suspension"),
    "lift_what": ("从今天起可以接受新订单。", "From today it takes orders again."),
    "suspension_lifted": ("已恢复。", "The suspension was lifted."),
    "withdraw": ("取消认定", "Withdraw"),
    "withdraw_title": ("取消供应商认定", "Withdraw the certification"),
    "withdraw_what": (
        "从今天起认定失效，不能恢复，须重新申请；此前的销售不受影响。",
        "From today it holds no more, for good: the supplier applies anew. Sales before today are not touched.",
    ),
    "supplier_withdrawn": ("认定已取消。", "The certification was withdrawn."),
}
