"""The words of signing in and of one's own account."""

from collections.abc import Mapping
from typing import Final

ACCOUNT: Final[Mapping[str, tuple[str, str]]] = {
    "email": ("邮箱", "E-mail"),
    "password": ("密码", "Password"),
    "remember": ("30 天内在这台设备上保持登录", "Stay signed in on this device for 30 days"),
    "no_account": (
        "还没有账户？账户由本单位或本地区的管理员邀请开通，请留意邀请邮件。",
        "No account yet? The administrator of your organisation or region invites you by mail.",
    ),
    "invitation_taken": (
        "邀请已接受，您的账户已经可用，请用邮箱和密码登录。",
        "You have taken up the invitation and your account works: sign in with your address and password.",
    ),
    "forgot": ("忘记密码？", "Forgot your password?"),
    "forgot_title": ("重新设置密码", "Set your password anew"),
    "forgot_how": (
        "请填写登录邮箱，我们会发送一个一天内有效的链接。",
        "Give the address you sign in with: we send a link that works for a day.",
    ),
    "forgot_send": ("发送链接", "Send the link"),
    "to_sign_in": ("返回登录", "Back to signing in"),
    "new_password": ("新密码", "New password"),
    "new_password_again": ("再次输入新密码", "New password again"),
    "password_rule": (
        "至少 {least} 个字符，不要用常见密码或邮箱。",
        "At least {least} characters; no common password, and not your address.",
    ),
    "change_title": ("更改密码", "Change your password"),
    "change": ("更改密码", "Change the password"),
    "current_password": ("当前密码", "Current password"),
    "no_password": ("您还没有密码，请设置一个。", "You have no password yet: this sets one."),
    "verify_title": ("再次输入密码", "Give your password again"),
    "verify_why": (
        "接下来的操作涉及账户安全，需要确认是您本人。",
        "What follows concerns the safety of your account, so we make sure that it is you.",
    ),
    "go_on_with": ("继续", "Go on"),
    "factor_title": ("两步验证", "Two-step sign-in"),
    "factor_why": (
        "除密码外，登录时还要输入手机验证器应用上的 6 位验证码；密码泄露后，他人仍无法登录。",
        (
            "Beside the password, signing in takes a code of 6 digits from an app on your phone: a stolen password "
            "alone opens nothing."
        ),
    ),
    "factor_on": ("两步验证已启用。", "Two-step sign-in is on."),
    "factor_off": ("两步验证尚未启用。", "Two-step sign-in is off."),
    "factor_set_up": ("设置两步验证", "Set up two-step sign-in"),
    "factor_set_up_anew": ("更换手机或密钥", "Use another phone or key"),
    "factor_disable": ("停用两步验证", "Turn two-step sign-in off"),
    "factor_scan": (
        "1. 用验证器应用扫描二维码，或手工输入密钥：",
        "1. Scan this with an authenticator app, or type in the key:",
    ),
    "factor_picture": ("验证器应用扫描用的二维码", "QR code for the authenticator app"),
    "factor_enter": ("2. 输入应用显示的 6 位验证码：", "2. Give the code of 6 digits that the app shows:"),
    "factor_code": ("验证码", "Code"),
    "factor_code_title": ("输入验证码", "Give your code"),
    "factor_code_how": (
        "请打开验证器应用，输入当前显示的 6 位验证码。",
        "Open the authenticator app and give the code of 6 digits that it shows now.",
    ),
    "factor_lost": ("手机不在身边？使用备用码", "No phone at hand? Use a recovery code"),
    "confirm": ("确认", "Confirm"),
    "recovery_title": ("使用备用码登录", "Sign in with a recovery code"),
    "recovery_how": (
        "请输入一个保存过的备用码，每个只能用一次。没有备用码时，请联系管理员。",
        "Give one of the recovery codes you kept; each works once. If you have none, ask an administrator.",
    ),
    "recovery_code": ("备用码", "Recovery code"),
    "codes_title": ("备用码", "Recovery codes"),
    "codes_why": (
        "手机丢失时，可用备用码代替验证码登录。请抄写或打印后妥善保存，每个只能用一次。",
        "They stand in for the code when your phone is lost. Write them down or print them; each works once.",
    ),
    "codes_show": ("显示备用码", "Show my codes"),
    "codes_generate": ("生成新的备用码", "Make new codes"),
    "codes_replace": ("旧的备用码随即失效。", "The codes you had stop working."),
    "roles": ("在单位中的角色", "Roles in organisations"),
    "posts": ("政府岗位", "Posts in government"),
    "no_roles": (
        "您还没有任何角色或岗位，请联系本单位或本地区的管理员。",
        "You hold no role or post yet: ask the administrator of your organisation or region.",
    ),
    "factor_needed": (
        "您的岗位要求两步验证，设置之前岗位权限不生效。",
        "Your post needs two-step sign-in, and gives you no permission until it is set up.",
    ),
    "pages_to_come": (
        "业务页面见页面上方的导航；程序可以使用接口。",
        "Your pages are linked at the top of this one; programs use the API.",
    ),
    "safety": ("账户安全", "Safety of your account"),
    "role.manager": ("单位管理员", "manager"),
    "role.supplier_staff": ("供应商人员", "supplier staff"),
    "role.purchaser": ("采购人", "purchaser"),
    "role.approver": ("审批人", "approver"),
    "role.receiver": ("验收人", "receiver"),
    "role.finance": ("财务", "finance"),
    "duty.administrator": ("管理员", "administrator"),
    "duty.agriculture_officer": ("农业农村部门推荐人", "agriculture officer"),
    "duty.revitalisation_officer": ("乡村振兴部门推荐人", "revitalisation officer"),
    "duty.reviewer": ("审核人", "reviewer"),
    "duty.reporter": ("上报人", "reporter"),
    "duty.approver": ("上报审批人", "approver of reports"),
    "duty.cashier": ("收款核对人", "cashier"),
    "duty.statistician": ("统计人员", "statistician"),
    "duty.auditor": ("审计人员", "auditor"),
    "invitation_title": ("接受邀请", "Take up your invitation"),
    "invitation_new": (
        "请填写姓名并设置密码，即可开通账户。",
        "Give your name and choose a password to get your account.",
    ),
    "invitation_known": (
        "此邮箱已有账户，请输入原密码以接受邀请。",
        "There is an account with this address: give its password to take up the invitation.",
    ),
    "invitation_accept": ("接受邀请", "Take it up"),
    "own_name": ("姓名", "Your name"),
}
